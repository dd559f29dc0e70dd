using DrawAot.Conformance;

namespace DrawAot.Torch.Tests.Conformance;

public class TorchDrawsLikeTheReference() : PictureTheories(new TorchEngine(), new ReferenceEngine(), Trace.TrainedTolerance);

public class GeneratedCodeDrawsLikeTorch() : PictureTheories(new GeneratedEngine(), new TorchEngine(), Trace.TrainedTolerance);

public class TorchInfersLikeTheReference() : InferenceTheories(new TorchEngine(), new ReferenceEngine());

public class TorchComputesLikeTheReference() : TraceTheories(new TorchEngine(), new ReferenceEngine(), Trace.TrainedTolerance);

public class GeneratedCodeComputesLikeTorch() : TraceTheories(new GeneratedEngine(), new TorchEngine(), Trace.TrainedTolerance);

public class TorchWindowTests() : WindowTheories(new TorchEngine());

public class TorchFilterTests() : FilterTheories(new TorchEngine());

public class TorchLatentTests() : LatentTheories(new TorchEngine());

public class TorchPosteriorTests() : PosteriorTheories(new TorchEngine());

public class TorchReadTests() : ReadTheories(new TorchEngine());

public class TorchLossTests() : LossTheories(new TorchEngine());

public class TorchClassifiesLikeTheReference() :
    ClassifierTheories(new TorchClassifyingEngine(), new ReferenceClassifyingEngine(), tolerance: 2e-5);

public class GeneratedCodeClassifiesLikeTorch() :
    ClassifierTheories(new GeneratedClassifyingEngine(), new TorchClassifyingEngine(), tolerance: 2e-5);
