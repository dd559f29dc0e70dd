using DrawAot;

namespace ShapesTests;

[DrawModel("shapes.draw.json")]
public sealed partial class Shapes;
