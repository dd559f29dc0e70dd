namespace DrawAot.TestModels;

/// <summary>No attention at all: reads the whole image and writes on the whole canvas, both more than two panels long.</summary>
[DrawModel("plain.draw.json")]
public sealed partial class Plain
{
    /// <summary>This model, as tests take it.</summary>
    public static TestModel Test =>
        new(nameof(Plain), s_shape, WeightsFile, WeightsSha256, Load, tensors => new Plain(tensors));
}
