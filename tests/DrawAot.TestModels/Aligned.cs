namespace DrawAot.TestModels;

/// <summary>Whole vectors of everything: nothing is padded.</summary>
[DrawModel("aligned.draw.json")]
public sealed partial class Aligned
{
    /// <summary>This model, as tests take it.</summary>
    public static TestModel Test =>
        new(nameof(Aligned), s_shape, WeightsFile, WeightsSha256, Load, tensors => new Aligned(tensors));
}
