using DrawAot.Numerics;

namespace DrawAot.TestModels;

/// <summary>Small and odd: less than half a vector of everything.</summary>
[DrawModel("seven.draw.json")]
public sealed partial class Seven
{
    /// <summary>This model, as tests take it.</summary>
    public static TestModel Test =>
        new(nameof(Seven), s_shape, WeightsFile, WeightsSha256, Load, tensors => new Seven(tensors));

    /// <summary>The memory that its weights are in, for tests of when it is freed.</summary>
    public AlignedMemory Memory => _weights;
}
