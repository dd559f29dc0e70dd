namespace DrawAot.TestModels;

/// <summary>A single glimpse, through one filter, and a window to write with that is higher than the image.</summary>
[DrawModel("glance.draw.json")]
public sealed partial class Glance
{
    /// <summary>This model, as tests take it.</summary>
    public static TestModel Test =>
        new(nameof(Glance), s_shape, WeightsFile, WeightsSha256, Load, tensors => new Glance(tensors));
}
