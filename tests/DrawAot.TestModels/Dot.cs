using System.Diagnostics.CodeAnalysis;
using DrawAot;
using DrawAot.TestModels;

/// <summary>The smallest model there is: one pixel, one glimpse, one of everything. It stands in the global namespace.</summary>
[SuppressMessage("Design", "CA1050", Justification = "Models without a namespace are what it tests.")]
[DrawModel("dot.draw.json")]
public sealed partial class Dot
{
    /// <summary>This model, as tests take it.</summary>
    public static TestModel Test =>
        new(nameof(Dot), s_shape, WeightsFile, WeightsSha256, Load, tensors => new Dot(tensors));
}
