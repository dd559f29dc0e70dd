namespace DrawAot.TestModels;

/// <summary>Wider than high, in three channels; reads the whole image and writes through a window.</summary>
[DrawModel("wide.draw.json")]
public sealed partial class Wide
{
    /// <summary>This model, as tests take it.</summary>
    public static TestModel Test =>
        new(nameof(Wide), s_shape, WeightsFile, WeightsSha256, Load, tensors => new Wide(tensors));
}
