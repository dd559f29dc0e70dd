using DrawAot;

namespace Writing;

[DrawModel("mnist.draw.json")]
public sealed partial class Digits
{
    // The generator of request delegates does not see what other generators emit. This part shows it what a session has.
    public sealed partial class Session : DrawSession;
}
