using DrawAot.Reference;
using DrawAot.TestModels;
using DrawAot.Tests.Sampling;

[assembly: AssemblyFixture(typeof(WeightsFolder))]

namespace DrawAot.Tests.Sampling;

/// <summary>The weights files of all test models, in a folder that is gone when the tests are over.</summary>
public sealed class WeightsFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drawaot-");

    public WeightsFolder()
    {
        foreach (TestModel model in TestModel.All)
        {
            using FileStream file = File.Create(PathOf(model));
            SeededWeights.Write(file, model.Shape, model.Weights);
        }

        foreach (TestClassifier model in TestClassifier.All)
        {
            using FileStream file = File.Create(PathOf(model.WeightsFile));
            SeededWeights.Write(file, model.Shape, model.Weights);
        }
    }

    /// <summary>Where a model's weights are.</summary>
    public string PathOf(TestModel model) => PathOf(model.WeightsFile);

    /// <summary>Where a file of that name is, or may be put.</summary>
    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
