using System.Reflection;

namespace DrawAot.Models.Tests;

/// <summary>A project in a folder of its own that imports DrawAot's targets, as the package makes projects do.</summary>
internal sealed class BuildProject : IDisposable
{
    private static readonly string Build = typeof(BuildProject).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "BuildFolder").Value!;

    private readonly TemporaryFolder _folder = new();

    /// <summary>Writes a file of the project.</summary>
    public void Write(string name, string text)
    {
        string path = _folder.Combine(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>
    /// Builds up to where the compiler would embed all weights of the folder, and says what the assembly would state,
    /// as lines <c>key = value</c>.
    /// </summary>
    public Task<CommandResult> Check()
    {
        Write("check.proj", $"""
            <Project DefaultTargets="CoreCompile">
              <PropertyGroup>
                <DrawAotBuildAssembly>{Repository.BuildAssembly}</DrawAotBuildAssembly>
              </PropertyGroup>
              <ItemGroup>
                <EmbeddedResource Include="**/*.safetensors" LogicalName="%(Filename)%(Extension)" />
              </ItemGroup>
              <Import Project="{Build}/DrawAot.targets" />
              <Target Name="CoreCompile">
                <Message Importance="high" Text="%(AssemblyMetadata.Identity) = %(AssemblyMetadata.Value)" />
              </Target>
            </Project>
            """);
        return DotNet.Run(_folder.Path, "msbuild", "check.proj", "-nologo");
    }

    /// <summary>Asks MSBuild about a C# project.</summary>
    public Task<CommandResult> Evaluate(string body, string question)
    {
        Write("project.csproj", $"""
            <Project>
              <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              {body}
              <Import Project="{Build}/DrawAot.targets" />
              <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
            </Project>
            """);
        return DotNet.Run(_folder.Path, "msbuild", "project.csproj", "-nologo", question);
    }

    /// <summary>Builds a C# project that has the targets and, of DrawAot, the runtime alone.</summary>
    /// <param name="body">What else the project has.</param>
    public Task<CommandResult> BuildWithRuntime(string body = "")
    {
        Write("project.csproj", $"""
            <Project>
              <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <DrawAotBuildAssembly>{Repository.BuildAssembly}</DrawAotBuildAssembly>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{typeof(DrawSession).Assembly.Location}" />
              </ItemGroup>
              {body}
              <Import Project="{Build}/DrawAot.targets" />
              <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
            </Project>
            """);
        return DotNet.Run(_folder.Path, "build", "project.csproj", "-nologo");
    }

    public void Dispose() => _folder.Dispose();
}
