using DrawAot.Manifest;

namespace DrawAot.TestModels;

/// <summary>Weights of 16 bits, without attention. Its canvas has eleven groups of 16 rows: eight, and three that are left.</summary>
[DrawModel("halfwhole.draw.json")]
public sealed partial class HalfWhole
{
    /// <summary>This model, as tests take it.</summary>
    public static TestModel Test =>
        new(nameof(HalfWhole), s_shape, WeightsFile, WeightsSha256, Load, tensors => new HalfWhole(tensors), WeightPrecision.Bfloat16);
}
