using DrawAot.Conformance;

namespace DrawAot.Tests.Sampling;

public class GeneratedCodeDrawsLikeTheReference() : PictureTheories(new GeneratedEngine(), new ReferenceEngine());

public class GeneratedWindowTests() : WindowTheories(new GeneratedEngine());

public class GeneratedFilterTests() : FilterTheories(new GeneratedEngine());

public class GeneratedLatentTests() : LatentTheories(new GeneratedEngine());

public class ReferenceWindowTests() : WindowTheories(new ReferenceEngine());

public class ReferenceFilterTests() : FilterTheories(new ReferenceEngine());

public class ReferenceLatentTests() : LatentTheories(new ReferenceEngine());

public class ReferenceReadTests() : ReadTheories(new ReferenceEngine());

public class ReferenceLossTests() : LossTheories(new ReferenceEngine());
