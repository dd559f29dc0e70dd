namespace DrawAot.TestModels;

/// <summary>The paper's sizes for MNIST.</summary>
[DrawModel("digits.draw.json")]
public sealed partial class Digits
{
    /// <summary>This model, as tests take it.</summary>
    public static TestModel Test =>
        new(nameof(Digits), s_shape, WeightsFile, WeightsSha256, Load, tensors => new Digits(tensors));
}
