namespace DrawAot.TestModels;

/// <summary>Reads through a window and writes on the whole canvas.</summary>
[DrawModel("whole.draw.json")]
public sealed partial class Whole
{
    /// <summary>This model, as tests take it.</summary>
    public static TestModel Test =>
        new(nameof(Whole), s_shape, WeightsFile, WeightsSha256, Load, tensors => new Whole(tensors));
}
