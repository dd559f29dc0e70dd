namespace DrawAot.TestModels;

/// <summary>A classifier of the sizes of the paper: cluttered MNIST of 100×100.</summary>
[DrawModel("search.draw.json")]
public sealed partial class Search
{
    /// <summary>This model, as tests take it.</summary>
    public static TestClassifier Test =>
        new(nameof(Search), s_shape, WeightsFile, WeightsSha256, Load, tensors => new Search(tensors));
}
