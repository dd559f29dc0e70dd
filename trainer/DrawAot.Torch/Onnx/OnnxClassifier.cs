using DrawAot.Manifest;
using static DrawAot.Torch.Onnx.OnnxGraph;

namespace DrawAot.Torch.Onnx;

/// <summary>
/// The glimpse classifier as an ONNX graph, from images to class probabilities. Its few glimpses stand one after another: a loop
/// would cost more than their operators.
/// </summary>
internal static class OnnxClassifier
{
    public static ModelProto Of(ClassifierModule module)
    {
        ClassifierShape shape = module.Shape;
        var graph = new OnnxGraph("classifier");
        string images = graph.Input(OnnxModel.Images, Batch, shape.Channels, shape.Height, shape.Width);
        string batch = graph.Slice(graph.Apply("Shape", images), 0, 0, 1);
        var lstm = new OnnxLstm(graph, module, "lstm");
        var window = new OnnxWindow(graph, shape, shape.ReadAttention);
        (string h, string c) = lstm.Start(batch);
        for (int t = 0; t < shape.Glimpses; t++)
        {
            // r = γ·FY x FXᵀ, (h, c) ← LSTM(r, h, c)
            (string fx, string fy, string logGamma) = window.Filterbanks(
                OnnxModel.Layer(graph, module, graph.Reshape(h, -1, shape.Hidden), "read.window"), rank: 2);
            string patches = graph.Reshape(OnnxWindow.Read(graph, fx, fy, images), -1, shape.ReadSize);
            string read = graph.Apply("Mul", patches, graph.Apply("Exp", logGamma));
            (_, h, c) = lstm.Run(graph, graph.Reshape(read, 1, -1, shape.ReadSize), h, c);
        }

        string logits = OnnxModel.Layer(graph, module, graph.Reshape(h, -1, shape.Hidden), "classes");
        graph.Output(OnnxModel.Probabilities, graph.Apply("Softmax", logits), Batch, shape.ClassCount);
        return graph.ToModel();
    }
}
