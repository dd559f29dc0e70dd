using System.Collections.Generic;
using DrawAot.Generators.Emit;
using DrawAot.Generators.Planning;

namespace DrawAot.Manifest;

/// <content>The code that the generator emits for a model of the family.</content>
internal abstract partial class ModelFamily
{
    /// <summary>Models of the family. The first declares every member of the class; together they declare every constant.</summary>
    public abstract IReadOnlyList<ModelManifest> Examples { get; }

    /// <summary>The class in namespace DrawAot that sessions derive from.</summary>
    public abstract string SessionBase { get; }

    /// <summary>The types of the runtime that only models of this family use, by namespace.</summary>
    public abstract IReadOnlyList<(string Namespace, string Type)> OwnTypes { get; }

    /// <summary>A model's sizes in one line.</summary>
    public abstract string Describe(ModelManifest manifest);

    /// <summary>The user's class.</summary>
    public abstract SourceFile EmitClass(ModelPlan plan);

    /// <summary>The model's sizes as named constants.</summary>
    public abstract SourceFile EmitShape(ModelPlan plan);

    /// <summary>All files of a model, in the order in which one would read them.</summary>
    public abstract IEnumerable<SourceFile> Emit(ModelPlan plan);
}
