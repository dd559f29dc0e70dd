using DrawAot.Manifest;

namespace DrawAot.TestModels;

/// <summary>Weights of 8 bits, without attention.</summary>
[DrawModel("bytewhole.draw.json")]
public sealed partial class ByteWhole
{
    /// <summary>This model, as tests take it.</summary>
    public static TestModel Test =>
        new(nameof(ByteWhole), s_shape, WeightsFile, WeightsSha256, Load, tensors => new ByteWhole(tensors), WeightPrecision.Int8);
}
