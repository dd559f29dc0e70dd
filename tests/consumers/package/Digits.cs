using DrawAot;

namespace Writing;

[DrawModel("mnist.draw.json")]
public sealed partial class Digits;
