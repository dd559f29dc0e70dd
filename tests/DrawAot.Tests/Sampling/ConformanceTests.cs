using DrawAot.Conformance;

namespace DrawAot.Tests.Sampling;

public class GeneratedCodeDrawsLikeTheReference() : PictureTheories(new GeneratedEngine(), new ReferenceEngine());

public class GeneratedCodeInfersLikeTheReference() : InferenceTheories(new GeneratedEngine(), new ReferenceEngine());

public class GeneratedCodeComputesLikeTheReference() : TraceTheories(new GeneratedEngine(), new ReferenceEngine());

public class GeneratedWindowTests() : WindowTheories(new GeneratedEngine());

public class GeneratedFilterTests() : FilterTheories(new GeneratedEngine());

public class GeneratedLatentTests() : LatentTheories(new GeneratedEngine());

public class GeneratedPosteriorTests() : PosteriorTheories(new GeneratedEngine());

public class GeneratedReadTests() : ReadTheories(new GeneratedEngine());

public class GeneratedLossTests() : LossTheories(new GeneratedEngine());

public class ReferenceWindowTests() : WindowTheories(new ReferenceEngine());

public class ReferenceFilterTests() : FilterTheories(new ReferenceEngine());

public class ReferenceLatentTests() : LatentTheories(new ReferenceEngine());

public class ReferencePosteriorTests() : PosteriorTheories(new ReferenceEngine());

public class ReferenceReadTests() : ReadTheories(new ReferenceEngine());

public class ReferenceLossTests() : LossTheories(new ReferenceEngine());
