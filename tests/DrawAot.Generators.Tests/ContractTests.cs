using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DrawAot.Generators.Tests;

/// <summary>Emitted code that meets a runtime of another contract says so when a model is created, before it reads any weights.</summary>
public sealed class ContractTests
{
    [Fact]
    public void Code_of_another_contract_is_refused_with_a_sentence()
    {
        var refused = Assert.IsType<InvalidOperationException>(Fault("Contract.Require(5,", "Contract.Require(4,"));

        Assert.Equal(
            "The code of Tiny was generated for contract 4 of DrawAot, and this runtime has contract 5: "
            + "build the project that declares the model again, with the generator of the same version as the runtime.",
            refused.Message);
    }

    [Fact]
    public void Code_of_this_contract_goes_on_to_the_weights() => Assert.IsType<DirectoryNotFoundException>(Fault("", ""));

    /// <summary>The exception of loading weights that are not there, after a text of the emitted code was replaced.</summary>
    private static Exception? Fault(string emitted, string doctored)
    {
        var project = new UserProject(
            "/// <summary>A model.</summary>\n[DrawAot.DrawModel(\"tiny.draw.json\")] public sealed partial class Tiny;",
            new Manifest("/project/tiny.draw.json", new ManifestText()));
        CSharpCompilation compilation = project.Compilation.AddSyntaxTrees(project.Generate().GeneratedSources.Select(file =>
        {
            string text = file.SourceText.ToString();
            return project.Parse(emitted.Length == 0 ? text : text.Replace(emitted, doctored, StringComparison.Ordinal), file.HintName);
        }));
        using var image = new MemoryStream();
        Assert.True(compilation.Emit(image).Success);
        image.Position = 0;
        var context = new AssemblyLoadContext("contract", isCollectible: true);
        Type model = context.LoadFromStream(image).GetType("Tiny", throwOnError: true)!;
        return Assert.Throws<TargetInvocationException>(() => model.GetMethod("Load")!.Invoke(null, ["/nowhere/tiny.safetensors"])).InnerException;
    }
}
