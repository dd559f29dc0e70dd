using System.CommandLine;
using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using DrawAot.Cli.Files;
using DrawAot.Manifest;
using DrawAot.Models;

namespace DrawAot.Cli.Commands;

/// <summary><c>info</c>: what a model is, and how this machine draws with it.</summary>
internal sealed class InfoCommand
{
    private readonly Option<ShippedModel> _model = SharedOptions.Model();
    private readonly Option<bool> _json = new("--json") { Description = "Print it as JSON." };

    public static Command Create()
    {
        var info = new InfoCommand();
        var command = new Command("info", "Says what a model is, and how it is computed here.") { info._model, info._json };
        command.SetAction(info.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        ShippedModel shipped = parsed.GetRequiredValue(_model);
        using Stream weights = shipped.OpenWeights();
        using IDrawModel model = shipped.LoadEmbedded();
        using DrawSession session = model.CreateSession();
        double? testBound = TrainingBlock.Parse(shipped.ReadManifest()).TestBound;
        if (parsed.GetValue(_json))
        {
            PrintJson(shipped, model, session, weights.Length, testBound);
        }
        else
        {
            OutputStream.WriteText(text => PrintText(text, shipped, model, session, weights.Length, testBound));
        }

        return ExitCode.Done;
    }

    private static void PrintText(
        TextWriter output, ShippedModel shipped, IDrawModel model, DrawSession session, long weightsSize, double? testBound)
    {
        void Print(string name, FormattableString text) =>
            output.WriteLine($"{name,-12}{text.ToString(CultureInfo.InvariantCulture)}");

        DrawShape shape = model.Shape;
        Print("model", $"{shipped.Name}: {shape.Width}×{shape.Height}×{shape.Channels} in {shape.Glimpses} glimpses");
        Print("sizes", $"latent {shape.Latent}, encoder {shape.EncoderHidden}, decoder {shape.DecoderHidden}");
        Print("attention", $"read {Window(shape.ReadAttention)}, write {Window(shape.WriteAttention)}");
        Print("parameters", $"{DrawTensors.ParameterCount(shape):N0}");
        Print("weights", $"{shipped.WeightsFile}, {weightsSize:N0} bytes, SHA-256 {shipped.WeightsSha256[..12]}…");
        Print("precision", $"{NameOf(model.Precision)}");
        Print("memory", $"model {model.MemorySize:N0} bytes, each session {session.MemorySize:N0} bytes");
        Print("vectors", $"{WidestVector()} bits, {(HasFusedMultiplyAdd ? "with" : "without")} fused multiply-add");
        if (testBound is double nats)
        {
            Print("test bound", $"{nats:F2} nats an image");
        }
    }

    private static void PrintJson(ShippedModel shipped, IDrawModel model, DrawSession session, long weightsSize, double? testBound) =>
        JsonText.Print(json =>
        {
            DrawShape shape = model.Shape;
            json.WriteString("model", shipped.Name);
            json.WriteNumber("width", shape.Width);
            json.WriteNumber("height", shape.Height);
            json.WriteNumber("channels", shape.Channels);
            json.WriteNumber("glimpses", shape.Glimpses);
            json.WriteNumber("latent", shape.Latent);
            json.WriteNumber("encoderHidden", shape.EncoderHidden);
            json.WriteNumber("decoderHidden", shape.DecoderHidden);
            WriteOptional(json, "readAttention", shape.ReadAttention);
            WriteOptional(json, "writeAttention", shape.WriteAttention);
            json.WriteNumber("parameters", DrawTensors.ParameterCount(shape));
            json.WriteString("weights", shipped.WeightsFile);
            json.WriteNumber("weightsBytes", weightsSize);
            json.WriteString("weightsSha256", shipped.WeightsSha256);
            json.WriteString("precision", NameOf(model.Precision));
            json.WriteNumber("modelBytes", model.MemorySize);
            json.WriteNumber("sessionBytes", session.MemorySize);
            json.WriteNumber("vectorBits", WidestVector());
            json.WriteBoolean("fusedMultiplyAdd", HasFusedMultiplyAdd);
            WriteOptional(json, "testNats", testBound);
        });

    private static void WriteOptional(Utf8JsonWriter json, string name, double? value)
    {
        if (value is double number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>The manifest's word for it.</summary>
    private static string NameOf(WeightPrecision precision) => precision.ToString().ToLowerInvariant();

    private static string Window(int? filters) => filters is int n ? $"{n}×{n}" : "the whole image";

    private static bool HasFusedMultiplyAdd => Fma.IsSupported || AdvSimd.IsSupported;

    /// <summary>Bits of the widest vector; 0 where there is none.</summary>
    private static int WidestVector() =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : Vector128.IsHardwareAccelerated ? 128
        : 0;
}
