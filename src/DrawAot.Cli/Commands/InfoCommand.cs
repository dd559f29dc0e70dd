using System.CommandLine;
using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using DrawAot.Manifest;
using DrawAot.Models;

namespace DrawAot.Cli.Commands;

/// <summary><c>info</c>: what a model is, and how this machine draws with it.</summary>
internal sealed class InfoCommand
{
    private readonly Option<ShippedModel> _model = SharedOptions.Model();

    public static Command Create()
    {
        var info = new InfoCommand();
        var command = new Command("info", "Says what a model is, and how it is computed here.") { info._model };
        command.SetAction(info.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        ShippedModel shipped = parsed.GetRequiredValue(_model);
        using Stream weights = shipped.OpenWeights();
        using IDrawModel model = shipped.LoadEmbedded();
        using DrawSession session = model.CreateSession();
        DrawShape shape = model.Shape;

        Print("model", $"{shipped.Name}: {shape.Width}×{shape.Height}×{shape.Channels} in {shape.Glimpses} glimpses");
        Print("sizes", $"latent {shape.Latent}, encoder {shape.EncoderHidden}, decoder {shape.DecoderHidden}");
        Print("attention", $"read {Window(shape.ReadAttention)}, write {Window(shape.WriteAttention)}");
        Print("parameters", $"{DrawTensors.ParameterCount(shape):N0}");
        Print("weights", $"{shipped.WeightsFile}, {weights.Length:N0} bytes, SHA-256 {shipped.WeightsSha256[..12]}…");
        Print("memory", $"model {model.MemorySize:N0} bytes, each session {session.MemorySize:N0} bytes");
        Print("vectors", $"{WidestVector()}, {(Fma.IsSupported || AdvSimd.IsSupported ? "with" : "without")} fused multiply-add");
        if (TrainingBlock.Parse(shipped.ReadManifest()).TestBound is double nats)
        {
            Print("test bound", $"{nats:F2} nats an image");
        }

        return ExitCode.Done;
    }

    private static void Print(string name, FormattableString text) =>
        Console.WriteLine($"{name,-12}{text.ToString(CultureInfo.InvariantCulture)}");

    private static string Window(int? filters) => filters is int n ? $"{n}×{n}" : "the whole image";

    private static string WidestVector() =>
        Vector512.IsHardwareAccelerated ? "512 bits"
        : Vector256.IsHardwareAccelerated ? "256 bits"
        : Vector128.IsHardwareAccelerated ? "128 bits"
        : "none";
}
