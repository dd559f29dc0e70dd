namespace DrawAot.TestModels;

/// <summary>A classifier of two classes that reads through a single filter, in one glimpse.</summary>
[DrawModel("spot.draw.json")]
public sealed partial class Spot
{
    /// <summary>This model, as tests take it.</summary>
    public static TestClassifier Test =>
        new(nameof(Spot), s_shape, WeightsFile, WeightsSha256, Load, tensors => new Spot(tensors));
}
