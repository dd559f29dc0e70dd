namespace DrawAot.TestModels;

/// <summary>One more than a vector, in every size, with a filter for each pixel.</summary>
[DrawModel("seventeen.draw.json")]
public sealed partial class Seventeen
{
    /// <summary>This model, as tests take it.</summary>
    public static TestModel Test =>
        new(nameof(Seventeen), s_shape, WeightsFile, WeightsSha256, Load, tensors => new Seventeen(tensors));
}
