using System.Globalization;
using DrawAot.Manifest;
using DrawAot.Reference;
using DrawAot.Weights;

namespace DrawAot.Models.Tests;

/// <summary>
/// A new class library, anywhere, with one partial class, a model's two files and references to the runtime and the
/// generator: it compiles under the strictest of rules, in the oldest C# that will do, and draws, with no other step.
/// </summary>
[Trait("Category", "Slow")]
public sealed class NewLibraryTests : IDisposable
{
    private static readonly DrawShape Shape = new(
        Width: 11, Height: 6, Channels: 2, Glimpses: 3, Latent: 4, EncoderHidden: 5, DecoderHidden: 18, ReadAttention: 2, WriteAttention: 3);

    private readonly TemporaryFolder _folder = new();

    public NewLibraryTests()
    {
        Directory.CreateDirectory(_folder.Combine("Sketches"));
        Directory.CreateDirectory(_folder.Combine("Show"));
        WriteWeights(seed: 1);
        Write("Sketches/sketch.draw.json", $$"""
            {
              "format": 1,
              "name": "sketch",
              "image": { "width": 11, "height": 6, "channels": 2 },
              "glimpses": 3,
              "latent": 4,
              "hidden": { "encoder": 5, "decoder": 18 },
              "attention": { "read": 2, "write": 3 },
              "weights": {
                "file": "sketch.safetensors",
                "sha256": "{{SafetensorsFile.Read(_folder.Combine("Sketches/sketch.safetensors")).Sha256}}",
                "precision": "float32"
              }
            }
            """);
        Write("Sketches/Sketch.cs", """
            [assembly: System.CLSCompliant(true)]

            namespace Sketches;

            /// <summary>A sketch.</summary>
            [DrawAot.DrawModel("sketch.draw.json")]
            public sealed partial class Sketch;
            """);
        Write("Sketches/Sketches.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <RunAnalyzers>true</RunAnalyzers>
                <AnalysisLevel>latest-all</AnalysisLevel>
                <EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>
                <GenerateDocumentationFile>true</GenerateDocumentationFile>
                <LangVersion>12</LangVersion>
                <CheckForOverflowUnderflow>true</CheckForOverflowUnderflow>
                <AllowUnsafeBlocks>false</AllowUnsafeBlocks>
                <ImplicitUsings>disable</ImplicitUsings>
                <Nullable>disable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="{Repository.PathOf("src/DrawAot/DrawAot.csproj")}" />
                <ProjectReference Include="{Repository.PathOf("generators/DrawAot.Generators/DrawAot.Generators.csproj")}"
                                  OutputItemType="Analyzer" ReferenceOutputAssembly="false" />
                <AdditionalFiles Include="sketch.draw.json" />
                <EmbeddedResource Include="sketch.safetensors" LogicalName="sketch.safetensors" />
              </ItemGroup>
            </Project>
            """);
        Write("Show/Program.cs", """
            using System;
            using System.Globalization;
            using Sketches;

            using Sketch model = args.Length == 0 ? Sketch.LoadEmbedded() : Sketch.Load(args[0]);
            using Sketch.Session session = model.CreateSession();
            float[] image = new float[Sketch.PixelCount];
            session.Sample(seed: 42, index: 0, image);
            foreach (float value in image)
            {
                Console.WriteLine(value.ToString("R", CultureInfo.InvariantCulture));
            }
            """);
        Write("Show/Show.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="../Sketches/Sketches.csproj" />
              </ItemGroup>
            </Project>
            """);
    }

    [Fact]
    public async Task It_draws_and_refuses_weights_that_are_not_its_own()
    {
        CleanBuild.Require(await Build());
        double[] expected = Reference(seed: 42, index: 0);
        foreach (string[] arguments in (string[][])[[], [_folder.Combine("Sketches/sketch.safetensors")]])
        {
            CommandResult drawn = await Show(arguments);
            Assert.True(drawn.ExitCode == 0, drawn.Output + drawn.Error);
            double[] picture = [.. drawn.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
            Assert.Equal(expected, picture, (a, b) => Math.Abs(a - b) < 1e-4);
        }

        // Nobody checked these when they were built in, because the project does not import DrawAot.targets.
        WriteWeights(seed: 2);
        CleanBuild.Require(await Build("--no-restore", "-p:RunAnalyzers=false"));
        CommandResult refused = await Show();
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("WeightsException: sketch.safetensors: the file has the SHA-256 ", refused.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Task<CommandResult> Build(params string[] options) =>
        RepositoryBuild.Run(_folder.Path, ["build", "Show", "-c", "Release", .. options]);

    private Task<CommandResult> Show(params string[] arguments) => DotNet.Run(_folder.Path, ["exec", Path.Combine(RepositoryBuild.OutputOf("Show"), "Show.dll"), .. arguments]);

    private void Write(string name, string text) => File.WriteAllText(_folder.Combine(name), text);

    private void WriteWeights(ulong seed)
    {
        using FileStream file = File.Create(_folder.Combine("Sketches/sketch.safetensors"));
        SeededWeights.Write(file, Shape, SeededWeights.Of(Shape, seed));
    }

    private static double[] Reference(ulong seed, ulong index)
    {
        var latents = new List<double[]>();
        for (uint glimpse = 0; glimpse < Shape.Glimpses; glimpse++)
        {
            float[] latent = new float[Shape.Latent];
            Numerics.Normals.Fill(seed, index, stream: glimpse, latent);
            latents.Add([.. latent.Select(value => (double)value)]);
        }

        return new ReferenceDraw(Shape, SeededWeights.Of(Shape)).Draw(latents)[^1].Picture;
    }
}
