using DrawAot.Reference;
using DrawAot.TestModels;
using DrawAot.Tests.Sampling;

[assembly: AssemblyFixture(typeof(WeightsFolder))]

namespace DrawAot.Tests.Sampling;

/// <summary>The weights files of all test models, in a folder that is deleted after the tests.</summary>
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

    /// <summary>The path of a model's weights.</summary>
    public string PathOf(TestModel model) => PathOf(model.WeightsFile);

    /// <summary>The path of a file of that name in the folder.</summary>
    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
