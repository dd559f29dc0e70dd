using DrawAot;

namespace Game;

[DrawModel("mnist.draw.json")]
public sealed partial class Digits;
