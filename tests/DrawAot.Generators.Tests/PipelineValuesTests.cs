using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace DrawAot.Generators.Tests;

/// <summary>
/// The results of steps live as long as the editor. They must be plain values; others would keep whole compilations alive and
/// never equal earlier results.
/// </summary>
public sealed class PipelineValuesTests
{
    [Theory]
    [InlineData(DrawGenerator.ManifestsStep)]
    [InlineData(DrawGenerator.ClassesStep)]
    [InlineData(DrawGenerator.PlansStep)]
    public void A_step_hands_on_plain_values(string step)
    {
        var project = new UserProject(
            """
            [DrawAot.DrawModel("tiny.draw.json")] partial class Tiny;
            [DrawAot.DrawModel("faulty.draw.json")] partial class Faulty;
            [DrawAot.DrawModel("missing.draw.json")] partial class Missing;
            """,
            new Manifest("/project/tiny.draw.json", new ManifestText()),
            new Manifest("/project/faulty.draw.json", "{}"));

        foreach ((object output, _) in project.Generate().TrackedSteps[step].SelectMany(run => run.Outputs))
        {
            RequirePlain(output, output.GetType().Name, []);
        }
    }

    private static void RequirePlain(object? value, string path, HashSet<object> seen)
    {
        Assert.False(
            value is ISymbol or SyntaxNode or SyntaxTree or Compilation or SemanticModel or Location,
            $"{path} is a {value?.GetType().Name}.");
        if (value is null or string or Enum or DiagnosticDescriptor || value.GetType().IsPrimitive || !seen.Add(value))
        {
            return;
        }

        if (value is IEnumerable items)
        {
            foreach (object? item in items)
            {
                RequirePlain(item, path + "[]", seen);
            }

            return;
        }

        foreach (FieldInfo field in value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            RequirePlain(field.GetValue(value), $"{path}.{field.Name}", seen);
        }
    }
}
