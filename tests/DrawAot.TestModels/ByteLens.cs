using DrawAot.Manifest;

namespace DrawAot.TestModels;

/// <summary>The same with weights and hidden states of 8 bits.</summary>
[DrawModel("bytelens.draw.json")]
public sealed partial class ByteLens
{
    /// <summary>This model, as tests take it.</summary>
    public static TestClassifier Test =>
        new(nameof(ByteLens), s_shape, WeightsFile, WeightsSha256, Load, tensors => new ByteLens(tensors), WeightPrecision.Int8);
}
