using System.Text.Json.Serialization;

namespace DrawAot.Trainer.Runs;

/// <summary>The families of models that can be trained.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelKind>))]
public enum ModelKind
{
    /// <summary>DRAW, which draws pictures.</summary>
    Draw,

    /// <summary>The glimpse classifier, which names what it sees.</summary>
    Classifier,
}

/// <summary>Marks an option that the models of one family alone have.</summary>
/// <param name="kind">The family.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OnlyForAttribute(ModelKind kind) : Attribute
{
    /// <summary>The family.</summary>
    public ModelKind Kind => kind;
}
