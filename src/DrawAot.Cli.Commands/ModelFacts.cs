using DrawAot.Cli.Models;
using DrawAot.Manifest;

namespace DrawAot.Cli;

/// <summary>Facts of a model of any family.</summary>
/// <param name="Shape">Its sizes.</param>
/// <param name="Precision">How its weights are stored.</param>
/// <param name="ModelSize">Bytes that its packed weights take.</param>
/// <param name="SessionSize">Bytes that a session takes.</param>
/// <param name="Classes">The labels of a classifier's classes; empty for a DRAW model.</param>
/// <param name="Training">How it was trained.</param>
internal sealed record ModelFacts(
    ModelShape Shape, WeightPrecision Precision, long ModelSize, long SessionSize, IReadOnlyList<string> Classes, TrainingBlock Training)
{
    /// <summary>Numbers in all of its tensors.</summary>
    public long ParameterCount => ModelTensors.ParameterCount(Shape);

    /// <summary>Loads the model, and a session, to say what they take.</summary>
    public static ModelFacts Of(CommandModel chosen)
    {
        TrainingBlock training = TrainingBlock.Parse(chosen.ReadManifest());
        if (chosen is CommandModel<IClassifierModel> classifier)
        {
            using IClassifierModel model = classifier.Load(weights: null);
            using ClassifierSession session = model.CreateSession();
            return new ModelFacts(model.Shape, model.Precision, model.MemorySize, session.MemorySize, model.Classes, training);
        }
        else
        {
            using IDrawModel model = ((CommandModel<IDrawModel>)chosen).Load(weights: null);
            using DrawSession session = model.CreateSession();
            return new ModelFacts(model.Shape, model.Precision, model.MemorySize, session.MemorySize, [], training);
        }
    }
}
