using BitMiracle.LibJpeg.Classic;

namespace DrawAot.ImageFiles.Jpeg;

/// <summary>
/// What the decoder does when something is wrong. As it comes it warns, makes up the pixels that are missing, and goes
/// on; here a warning is a fault.
/// </summary>
internal sealed class JpegFaults : jpeg_error_mgr
{
    /// <summary>The fault that ends the decoding.</summary>
    public override void error_exit() => throw Fault();

    /// <summary>Warnings have level −1, notes another one.</summary>
    public override void emit_message(int msg_level)
    {
        if (msg_level < 0)
        {
            throw Fault();
        }
    }

    /// <summary>Nothing is written to the error stream.</summary>
    public override void output_message()
    {
    }

    private ImageFault Fault() => new($"is a JPEG that cannot be read: {format_message().TrimEnd('.')}");
}
