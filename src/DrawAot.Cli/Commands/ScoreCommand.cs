using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DrawAot.Cli.Files;
using DrawAot.ImageFiles;

namespace DrawAot.Cli.Commands;

/// <summary><c>score</c>: how many nats the model needs for images; what does not belong needs more.</summary>
internal sealed class ScoreCommand
{
    private readonly InputOptions _input = new();
    private readonly Option<ulong> _seed = SharedOptions.Number("--seed", "S", "Seeds the noise of the latents.", 0UL);
    private readonly Option<int?> _samples = SharedOptions.OptionalNumber(
        "--samples", "K", "Take K samples of the latents for an importance-weighted bound.", 1);

    private readonly Option<bool> _json = new("--json") { Description = "Print the scores as JSON." };
    private readonly ModelOptions _model = new();

    public static Command Create()
    {
        var score = new ScoreCommand();
        score._seed.DefaultValueFactory = _ => 1;
        var command = new Command("score", "Scores images in nats: the variational bound on −log p(x), lower is likelier. A blank image scores low too.");
        score._input.AddTo(command);
        command.Add(score._seed);
        command.Add(score._samples);
        command.Add(score._json);
        score._model.AddTo(command);
        command.SetAction(score.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        int? samples = parsed.GetValue(_samples);
        if (samples > DrawSession.LargestSampleCount)
        {
            throw new UsageException($"--samples is {samples}; at most {DrawSession.LargestSampleCount} were expected.");
        }

        using IDrawModel model = _model.Load(parsed);
        using var sessions = new Sessions(model);
        ImageInput input = _input.Open(parsed, model.Shape);
        ulong seed = parsed.GetValue(_seed), first = (ulong)_input.First(parsed);
        var scored = new List<Scored>(input.Count);
        IReadOnlyList<string> faults = [];
        ProgressBar.Show("scoring", input.Count, done => faults = Pictures.Each<Scored>(
            sessions,
            input,
            done,
            (session, images, number, results) => Score(session, images, samples, seed, first + (ulong)number, results),
            (image, score) => scored.Add((score ?? Scored.Nothing) with { Image = image })));

        if (parsed.GetValue(_json))
        {
            JsonText.Print(json => Write(json, _model.Name(parsed), samples, scored));
        }
        else
        {
            OutputStream.WriteText(text => Print(text, scored));
        }

        return ExitCode.Of(faults);
    }

    /// <summary>Scores images whose numbers in the noise of a seed begin with the first one's.</summary>
    private static void Score(DrawSession session, ReadOnlyMemory<float> images, int? samples, ulong seed, ulong first, Span<Scored?> results)
    {
        if (samples is null)
        {
            var scores = new Score[results.Length];
            session.ScoreBatch(images.Span, seed, first, scores);
            for (int k = 0; k < scores.Length; k++)
            {
                results[k] = Scored.Of(scores[k]);
            }

            return;
        }

        int pixels = session.Shape.PixelCount;
        for (int k = 0; k < results.Length; k++)
        {
            ReadOnlySpan<float> image = images.Span.Slice(k * pixels, pixels);
            results[k] = new Scored(session.ScoreImportanceWeighted(image, samples.Value, seed, first + (ulong)k), Score: null);
        }
    }

    private static void Print(TextWriter output, List<Scored> scored)
    {
        foreach (Scored score in scored.Where(score => score.Image!.IsSound))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{score.Nats,10:F3}  {Messages.OneLine(score.Image!.Name)}"));
        }

        (int count, double mean, double error) = Summary(scored);
        if (count > 1)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{mean,10:F3}  ± {error:F3}, the mean of {count} images"));
        }
    }

    private static void Write(Utf8JsonWriter json, string model, int? samples, List<Scored> scored)
    {
        (int count, double mean, double error) = Summary(scored);
        json.WriteString("model", model);
        json.WriteNumber("images", count);
        if (count > 0)
        {
            json.WriteNumber("nats", mean);
            json.WriteNumber("standardError", error);
        }

        if (samples is not null)
        {
            json.WriteNumber("samples", samples.Value);
        }

        json.WriteStartArray("scores");
        foreach (Scored score in scored)
        {
            json.WriteStartObject();
            json.WriteString("name", score.Image!.Name);
            if (score.Image.Fault is string fault)
            {
                json.WriteString("error", fault);
            }
            else
            {
                json.WriteNumber("nats", score.Nats);
            }

            if (score.Score is Score parts)
            {
                json.WriteNumber("reconstruction", parts.Reconstruction);
                json.WriteNumber("divergence", parts.Divergence);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Mean and standard error of the images without a fault.</summary>
    private static (int Count, double Mean, double StandardError) Summary(List<Scored> scored)
    {
        double[] nats = [.. scored.Where(score => score.Image!.IsSound).Select(score => score.Nats)];
        if (nats.Length == 0)
        {
            return (0, 0, 0);
        }

        double mean = nats.Average(), squares = nats.Sum(value => (value - mean) * (value - mean));
        return (nats.Length, mean, Math.Sqrt(squares / Math.Max(1, nats.Length - 1) / nats.Length));
    }

    /// <summary>An image and its score.</summary>
    /// <param name="Nats">The bound.</param>
    /// <param name="Score">Its parts; null of an importance-weighted one, which has none.</param>
    private sealed record Scored(double Nats, Score? Score)
    {
        public static Scored Nothing { get; } = new(double.NaN, Score: null);

        public InputImage? Image { get; init; }

        public static Scored Of(Score score) => new(score.Nats, score);
    }
}
