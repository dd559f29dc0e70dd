using System.Reflection;

namespace DrawAot.Models.Tests;

/// <summary>A project in a folder of its own that imports DrawAot's targets, as the package makes projects do. A batch builds it.</summary>
internal sealed class BuildProject
{
    private static readonly string Build = typeof(BuildProject).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "BuildFolder").Value!;

    private readonly string _folder, _name;
    private readonly BuildBatch _batch;

    /// <summary>Makes the folder.</summary>
    /// <param name="folder">The folder of all projects of the batch.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="name">The build's name in the batch.</param>
    public BuildProject(string folder, BuildBatch batch, string name)
    {
        (_batch, _name) = (batch, name);
        _folder = Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName;
    }

    /// <summary>Writes a file of the project.</summary>
    public void Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>
    /// Builds up to where the compiler would embed all weights of the folder, and says what the assembly would state,
    /// as lines <c>key = value</c>.
    /// </summary>
    public void Check() => Add("CoreCompile", $"""
        <Project>
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

    /// <summary>Shows the names of a C# project's additional files, a line each.</summary>
    /// <param name="body">What the project has.</param>
    public void ShowAdditionalFiles(string body) => Add("Show", $"""
        <Project>
          <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
          </PropertyGroup>
          {body}
          <Import Project="{Build}/DrawAot.targets" />
          <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
          <Target Name="Show">
            <Message Importance="high" Text="@(AdditionalFiles->'%(Filename)%(Extension)', '%0A')" />
          </Target>
        </Project>
        """);

    /// <summary>Builds a C# project that has the targets and, of DrawAot, the runtime alone.</summary>
    /// <param name="body">What else the project has.</param>
    public void BuildWithRuntime(string body = "")
    {
        // What a restore writes is read by another evaluation of the project, with other properties.
        string project = Add("Restore", $"""
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
        _batch.Add(_name, project, "Build", "AfterRestore=true");
    }

    private string Add(string target, string text)
    {
        Write("project.csproj", text);
        string path = Path.Combine(_folder, "project.csproj");
        _batch.Add(_name, path, target);
        return path;
    }
}
