using System.Reflection;
using DrawAot.Manifest;
using DrawAot.Models;
using DrawAot.TestModels;
using DrawAot.Weights;

namespace DrawAot.Conformance;

/// <summary>Every model whose pictures are compared between engines: those made for tests, and those that are shipped.</summary>
public static class ModelsUnderTest
{
    private static readonly TestModel[] All = [.. TestModel.All, .. ShippedModels.Draw.Select(Of)];

    /// <summary>Their names: theories take these, so that each case can be told by its name and run alone.</summary>
    public static IEnumerable<string> Names => All.Where(model => model.Precision is not WeightPrecision.Int8).Select(model => model.Name);

    /// <summary>
    /// The names of those that round hidden states to integers. Where the last bit decides which, two engines part ways,
    /// so these are compared glimpse by glimpse, from the same state on.
    /// </summary>
    public static IEnumerable<string> Int8Names => All.Where(model => model.Precision is WeightPrecision.Int8).Select(model => model.Name);

    /// <summary>All names.</summary>
    public static IEnumerable<string> AllNames => All.Select(model => model.Name);

    /// <summary>Whether a model's weights were learned, and not made from a seed.</summary>
    public static bool IsTrained(string name) => TestModel.All.All(model => model.Name != name);

    /// <summary>The model of that name.</summary>
    public static TestModel Named(string name) => All.Single(model => model.Name == name);

    /// <summary>Calls the constructor that test models call in their own part of the class.</summary>
    public static IDrawModel Make(Type type, SafetensorsFile tensors) => (IDrawModel)MakeAny(type, tensors);

    /// <summary>The same of a model of any family.</summary>
    public static object MakeAny(Type type, SafetensorsFile tensors) =>
        Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.NonPublic, binder: null, [tensors], culture: null)!;

    private static TestModel Of(ShippedModel<IDrawModel> shipped)
    {
        using IDrawModel model = shipped.LoadEmbedded();
        Type type = model.GetType();
        SafetensorsFile file = SafetensorsFile.ReadEmbedded(type.Assembly, shipped.WeightsFile);
        return new TestModel(
            shipped.Name, model.Shape, shipped.WeightsFile, shipped.WeightsSha256, shipped.Load, tensors => Make(type, tensors), model.Precision)
        {
            Weights = DrawTensors.Of(model.Shape).ToDictionary(
                tensor => tensor.Name, tensor => file.Floats(tensor.Name, [.. tensor.Shape]).ToArray()),
        };
    }
}
