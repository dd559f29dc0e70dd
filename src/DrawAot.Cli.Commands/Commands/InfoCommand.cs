using System.CommandLine;
using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using DrawAot.Cli.Files;
using DrawAot.Cli.Models;
using DrawAot.Manifest;

namespace DrawAot.Cli.Commands;

/// <summary><c>info</c>: what a model is, and how this machine computes it.</summary>
internal sealed class InfoCommand(ModelCatalogue catalogue)
{
    private readonly ModelChoice<CommandModel> _model = catalogue.Choose<CommandModel>();
    private readonly Option<bool> _json = new("--json") { Description = "Print it as JSON." };

    public static Command Create(ModelCatalogue catalogue)
    {
        var info = new InfoCommand(catalogue);
        var command = new Command("info", "Says what a model is, and how it is computed here.") { info._model.Option, info._json };
        command.SetAction(info.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        CommandModel model = _model.Find(parsed);
        using Stream weights = model.OpenWeights();
        ModelFacts facts = ModelFacts.Of(model);
        if (parsed.GetValue(_json))
        {
            PrintJson(model, facts, weights.Length);
        }
        else
        {
            OutputStream.WriteText(text => PrintText(text, model, facts, weights.Length));
        }

        return ExitCode.Done;
    }

    private static void PrintText(TextWriter output, CommandModel model, ModelFacts facts, long weightsSize)
    {
        void Print(string name, FormattableString text) =>
            output.WriteLine($"{name,-12}{text.ToString(CultureInfo.InvariantCulture)}");

        ModelShape shape = facts.Shape;
        Print("model", $"{model.Name}: {shape.Width}×{shape.Height}×{shape.Channels} in {shape.Glimpses} glimpses");
        switch (shape)
        {
            case DrawShape draw:
                Print("sizes", $"latent {draw.Latent}, encoder {draw.EncoderHidden}, decoder {draw.DecoderHidden}");
                Print("attention", $"read {Window(draw.ReadAttention)}, write {Window(draw.WriteAttention)}");
                break;
            case ClassifierShape classifier:
                Print("sizes", $"LSTM {classifier.Hidden}, {classifier.ClassCount} classes");
                Print("attention", $"read {Window(classifier.ReadAttention)}");
                Print("classes", $"{string.Join(", ", facts.Classes)}");
                break;
        }

        Print("parameters", $"{facts.ParameterCount:N0}");
        Print("weights", $"{model.WeightsFile}, {weightsSize:N0} bytes, SHA-256 {model.WeightsSha256[..12]}…");
        Print("precision", $"{NameOf(facts.Precision)}");
        Print("memory", $"model {facts.ModelSize:N0} bytes, each session {facts.SessionSize:N0} bytes");
        Print("vectors", $"{WidestVector()} bits, {(HasFusedMultiplyAdd ? "with" : "without")} fused multiply-add");
        if (facts.Training.TestBound is double nats)
        {
            Print("test bound", $"{nats:F2} nats an image");
        }

        if (facts.Training.TestError is double percent)
        {
            Print("test error", $"{percent:F2} %");
        }
    }

    private static void PrintJson(CommandModel model, ModelFacts facts, long weightsSize) =>
        JsonText.Print(json =>
        {
            ModelShape shape = facts.Shape;
            json.WriteString("model", model.Name);
            json.WriteNumber("width", shape.Width);
            json.WriteNumber("height", shape.Height);
            json.WriteNumber("channels", shape.Channels);
            json.WriteNumber("glimpses", shape.Glimpses);
            switch (shape)
            {
                case DrawShape draw:
                    json.WriteNumber("latent", draw.Latent);
                    json.WriteNumber("encoderHidden", draw.EncoderHidden);
                    json.WriteNumber("decoderHidden", draw.DecoderHidden);
                    WriteOptional(json, "readAttention", draw.ReadAttention);
                    WriteOptional(json, "writeAttention", draw.WriteAttention);
                    break;
                case ClassifierShape classifier:
                    json.WriteNumber("hidden", classifier.Hidden);
                    json.WriteNumber("readAttention", classifier.ReadAttention);
                    json.WriteStartArray("classes");
                    foreach (string label in facts.Classes)
                    {
                        json.WriteStringValue(label);
                    }

                    json.WriteEndArray();
                    break;
            }

            json.WriteNumber("parameters", facts.ParameterCount);
            json.WriteString("weights", model.WeightsFile);
            json.WriteNumber("weightsBytes", weightsSize);
            json.WriteString("weightsSha256", model.WeightsSha256);
            json.WriteString("precision", NameOf(facts.Precision));
            json.WriteNumber("modelBytes", facts.ModelSize);
            json.WriteNumber("sessionBytes", facts.SessionSize);
            json.WriteNumber("vectorBits", WidestVector());
            json.WriteBoolean("fusedMultiplyAdd", HasFusedMultiplyAdd);
            if (shape is DrawShape)
            {
                WriteOptional(json, "testNats", facts.Training.TestBound);
            }
            else
            {
                WriteOptional(json, "testErrorPercent", facts.Training.TestError);
            }
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
