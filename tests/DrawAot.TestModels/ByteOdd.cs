using DrawAot.Manifest;

namespace DrawAot.TestModels;

/// <summary>Weights of 8 bits, groups of eight states that are not full.</summary>
[DrawModel("byteodd.draw.json")]
public sealed partial class ByteOdd
{
    /// <summary>This model, as tests take it.</summary>
    public static TestModel Test =>
        new(nameof(ByteOdd), s_shape, WeightsFile, WeightsSha256, Load, tensors => new ByteOdd(tensors), WeightPrecision.Int8);
}
