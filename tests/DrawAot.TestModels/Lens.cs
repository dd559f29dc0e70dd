namespace DrawAot.TestModels;

/// <summary>A classifier of colour images that are not square, with more filters than rows.</summary>
[DrawModel("lens.draw.json")]
public sealed partial class Lens
{
    /// <summary>This model, as tests take it.</summary>
    public static TestClassifier Test =>
        new(nameof(Lens), s_shape, WeightsFile, WeightsSha256, Load, tensors => new Lens(tensors));
}
