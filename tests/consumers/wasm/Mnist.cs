using DrawAot;

namespace Page;

[DrawModel("mnist.draw.json")]
public sealed partial class Mnist;
