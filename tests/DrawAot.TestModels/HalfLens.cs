using DrawAot.Manifest;

namespace DrawAot.TestModels;

/// <summary>The same with weights of 16 bits.</summary>
[DrawModel("halflens.draw.json")]
public sealed partial class HalfLens
{
    /// <summary>This model, as tests take it.</summary>
    public static TestClassifier Test =>
        new(nameof(HalfLens), s_shape, WeightsFile, WeightsSha256, Load, tensors => new HalfLens(tensors), WeightPrecision.Bfloat16);
}
