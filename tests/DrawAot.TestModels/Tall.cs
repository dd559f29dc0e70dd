namespace DrawAot.TestModels;

/// <summary>Higher than wide, in four channels; a single filter to read and to write.</summary>
[DrawModel("tall.draw.json")]
public sealed partial class Tall
{
    /// <summary>This model, as tests take it.</summary>
    public static TestModel Test =>
        new(nameof(Tall), s_shape, WeightsFile, WeightsSha256, Load, tensors => new Tall(tensors));
}
