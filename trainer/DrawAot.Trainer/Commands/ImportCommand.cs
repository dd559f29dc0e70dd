using System.CommandLine;
using DrawAot.Manifest;
using DrawAot.Torch;

namespace DrawAot.Trainer.Commands;

/// <summary><c>import</c>: a model that was trained elsewhere, as a manifest and weights.</summary>
internal sealed class ImportCommand
{
    private readonly Option<string> _weights = new("--weights") { Description = "The file: .safetensors, .pt, .pth or .npz.", Required = true };
    private readonly Option<string?> _name = new("--name") { Description = "The model's name, an identifier." };
    private readonly Option<string?> _out = new("--out") { Description = "Folder to write to." };
    private readonly Option<string?> _map = new("--map") { Description = "A file of names, {\"our name\": \"their name\"}, for those that are not known." };
    private readonly Option<string?> _prefix = new("--prefix") { Description = "The prefix of the model's names; found if left out." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Print the source of each tensor, and write nothing." };
    private readonly Option<int> _width = SharedOptions.Number("--width", "Image width A.", ManifestLimits.Side);
    private readonly Option<int> _height = SharedOptions.Number("--height", "Image height B.", ManifestLimits.Side);
    private readonly Option<int> _channels = SharedOptions.Number("--channels", "Image channels C.", ManifestLimits.Channels, usual: 1);
    private readonly Option<int> _glimpses = SharedOptions.Number("--glimpses", "Glimpses T, which the weights do not show.", ManifestLimits.Count);

    public static Command Create()
    {
        var import = new ImportCommand();
        (import._width.Required, import._height.Required, import._glimpses.Required) = (true, true, true);
        Command command = new("import", "Converts a DRAW model trained elsewhere, and writes its manifest and weights.")
        {
            import._weights, import._name, import._out, import._width, import._height, import._channels, import._glimpses,
            import._map, import._prefix, import._dryRun,
        };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(import._dryRun) && (result.GetValue(import._name) is null || result.GetValue(import._out) is null))
            {
                result.AddError("--name or --out is missing; both were expected, or --dry-run.");
            }
        });
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
            parsed.GetValue(_glimpses),
            parsed.GetValue(_map),
            parsed.GetValue(_prefix));
        foreach (string line in weights.Report)
        {
            Console.WriteLine(line);
        }

        Console.WriteLine(ForeignWeights.Assumptions);
        if (parsed.GetValue(_dryRun))
        {
            weights.RequireExportable(parsed.GetValue(_name) ?? "model");
            return ExitCode.Done;
        }

        string manifest = weights.Save(parsed.GetValue(_name)!, parsed.GetValue(_out)!);
        DrawShape shape = weights.Shape;
        Console.WriteLine(
            $"Wrote '{manifest}' and its weights: {DrawTensors.Of(shape).Count} tensors, {ModelTensors.ParameterCount(shape):N0} numbers; " +
            $"latent {shape.Latent}, encoder {shape.EncoderHidden}, decoder {shape.DecoderHidden}, " +
            $"read {Attention(shape.ReadAttention)}, write {Attention(shape.WriteAttention)}.");
        return ExitCode.Done;
    }

    private static string Attention(int? n) => n is int filters ? $"{filters}×{filters}" : "without attention";
}
