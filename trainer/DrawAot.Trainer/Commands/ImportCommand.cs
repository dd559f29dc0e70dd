using System.CommandLine;
using DrawAot.Manifest;
using DrawAot.Torch;

namespace DrawAot.Trainer.Commands;

/// <summary><c>import</c>: a model that was trained elsewhere and saved as safetensors, as a manifest and weights.</summary>
internal sealed class ImportCommand
{
    private readonly Option<string> _weights = new("--weights") { Description = "The safetensors file.", Required = true };
    private readonly Option<string> _name = new("--name") { Description = "The model's name, an identifier.", Required = true };
    private readonly Option<string> _out = new("--out") { Description = "Folder to write to.", Required = true };
    private readonly Option<int> _width = SharedOptions.Number("--width", "Image width A.", ManifestLimits.Side);
    private readonly Option<int> _height = SharedOptions.Number("--height", "Image height B.", ManifestLimits.Side);
    private readonly Option<int> _channels = SharedOptions.Number("--channels", "Image channels C.", ManifestLimits.Channels, usual: 1);
    private readonly Option<int> _glimpses = SharedOptions.Number("--glimpses", "Glimpses T, which the weights do not show.", ManifestLimits.Count);

    public static Command Create()
    {
        var import = new ImportCommand();
        (import._width.Required, import._height.Required, import._glimpses.Required) = (true, true, true);
        Command command = new("import", "Checks every tensor of a model trained elsewhere and writes its manifest and weights.")
        {
            import._weights, import._name, import._out, import._width, import._height, import._channels, import._glimpses,
        };
        command.SetAction(import.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        ForeignWeights weights = ForeignWeights.Read(
            parsed.GetRequiredValue(_weights),
            parsed.GetValue(_width),
            parsed.GetValue(_height),
            parsed.GetValue(_channels),
            parsed.GetValue(_glimpses));
        string manifest = weights.Save(parsed.GetRequiredValue(_name), parsed.GetRequiredValue(_out));
        DrawShape shape = weights.Shape;
        Console.WriteLine(
            $"Wrote '{manifest}' and its weights: {DrawTensors.Of(shape).Count} tensors, {DrawTensors.ParameterCount(shape):N0} numbers; " +
            $"latent {shape.Latent}, encoder {shape.EncoderHidden}, decoder {shape.DecoderHidden}, " +
            $"read {Attention(shape.ReadAttention)}, write {Attention(shape.WriteAttention)}.");
        return ExitCode.Done;
    }

    private static string Attention(int? n) => n is int filters ? $"{filters}×{filters}" : "without attention";
}
