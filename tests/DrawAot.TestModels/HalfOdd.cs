using DrawAot.Manifest;

namespace DrawAot.TestModels;

/// <summary>Weights of 16 bits, with odd numbers of inputs everywhere: pairs that are half empty, or of two matrices. Its decoder has two groups of 32 units.</summary>
[DrawModel("halfodd.draw.json")]
public sealed partial class HalfOdd
{
    /// <summary>This model, as tests take it.</summary>
    public static TestModel Test =>
        new(nameof(HalfOdd), s_shape, WeightsFile, WeightsSha256, Load, tensors => new HalfOdd(tensors), WeightPrecision.Bfloat16);
}
