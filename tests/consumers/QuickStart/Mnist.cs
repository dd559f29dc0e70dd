using DrawAot;

namespace QuickStart;

[DrawModel("mnist.draw.json")]
public sealed partial class Mnist;
