using DrawAot.Conformance;

namespace DrawAot.Torch.Tests.Onnx;

/// <summary>The exported graph draws the reference's pictures.</summary>
public sealed class OnnxPictureTests() : PictureTheories(new OnnxEngine(), new ReferenceEngine(), Trace.TrainedTolerance);
