using DrawAot.Conformance;

namespace DrawAot.Tests.Classify;

public class GeneratedCodeClassifiesLikeTheReference() : ClassifierTheories(new GeneratedClassifyingEngine(), new ReferenceClassifyingEngine());
