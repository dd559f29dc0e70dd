using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DrawAot.Manifest;

namespace DrawAot.Trainer.Runs;

/// <summary>Runs as JSON: options without those of other families, shapes without the list of their tensors.</summary>
internal static class RunJson
{
    /// <summary>On one line, for checkpoints and records.</summary>
    public static JsonSerializerOptions Compact { get; } = Create(indented: false);

    /// <summary>For people.</summary>
    public static JsonSerializerOptions Readable { get; } = Create(indented: true);

    private static JsonSerializerOptions Create(bool indented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = indented,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOut } },
    };

    private static void LeaveOut(JsonTypeInfo type)
    {
        if (type.Type.IsAssignableTo(typeof(ModelShape)))
        {
            type.Properties.Remove(type.Properties.Single(property => property.PropertyType == typeof(IReadOnlyList<ModelTensor>)));
        }

        if (type.Type != typeof(TrainingOptions))
        {
            return;
        }

        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (property.AttributeProvider?.GetCustomAttributes(typeof(OnlyForAttribute), inherit: false) is [OnlyForAttribute only])
            {
                Func<object, object?, bool>? differsFromDefault = property.ShouldSerialize;
                property.ShouldSerialize = (options, value) =>
                    ((TrainingOptions)options).Model == only.Kind && differsFromDefault?.Invoke(options, value) != false;
            }
        }
    }
}
