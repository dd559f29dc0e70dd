using System.Collections.Generic;

namespace DrawAot.Manifest;

/// <summary>
/// The names and layouts of a glimpse classifier's weights. Matrices are [outputs, inputs]; the 4H rows of the LSTM are its gates
/// in the order i, f, g, o.
/// </summary>
public static class ClassifierTensors
{
    /// <summary>Every tensor that a model of <paramref name="shape"/> has, in the order in which they are written.</summary>
    public static IReadOnlyList<ModelTensor> Of(ClassifierShape shape) =>
    [
        new("lstm.weight_ih", [ModelTensors.GateCount * shape.Hidden, shape.ReadSize]),
        new("lstm.weight_hh", [ModelTensors.GateCount * shape.Hidden, shape.Hidden]),
        new("lstm.bias", [ModelTensors.GateCount * shape.Hidden]),
        new("lstm.h0", [shape.Hidden]),
        new("read.window.weight", [ModelTensors.WindowSize, shape.Hidden]),
        new("read.window.bias", [ModelTensors.WindowSize]),
        new("classes.weight", [shape.ClassCount, shape.Hidden]),
        new("classes.bias", [shape.ClassCount]),
    ];
}
