using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DrawAot.Cli.Files;
using DrawAot.Cli.Models;
using DrawAot.ImageFiles;

namespace DrawAot.Cli.Commands;

/// <summary><c>score</c>: how many nats the model needs for images; what does not belong needs more.</summary>
internal sealed class ScoreCommand(ModelCatalogue catalogue)
{
    private readonly InputOptions _input = new();
    private readonly Option<ulong> _seed = SharedOptions.Number("--seed", "S", "Seeds the noise of the latents.", 0UL);
    private readonly Option<int?> _samples = SharedOptions.OptionalNumber(
        "--samples", "K", "Take K samples of the latents for an importance-weighted bound.", 1);

    private readonly Option<int> _draws = SharedOptions.Number(
        "--draws", "D", "Score each image D times with independent noise (seeds S, S + 1, …), and show means and their Monte Carlo standard errors.", 1);

    private readonly JsonOptions _json = new("the scores");
    private readonly ModelOptions<IDrawModel> _model = new(catalogue);
    private readonly WorkOptions _work = new();

    public static Command Create(ModelCatalogue catalogue)
    {
        var score = new ScoreCommand(catalogue);
        score._seed.DefaultValueFactory = _ => 1;
        score._draws.DefaultValueFactory = _ => 1;
        var command = new Command(
            "score",
            "Scores images in nats: the variational bound on −log p(x), lower is likelier. A blank image scores low too. " +
            "A score depends on the image, the seed and, within a data set, the image's place in it; not on other files.");
        score._input.AddTo(command);
        command.Add(score._seed);
        command.Add(score._samples);
        command.Add(score._draws);
        score._json.AddTo(command);
        score._model.AddTo(command);
        score._work.AddTo(command);
        command.SetAction(score.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        int threads = _work.Apply(parsed);
        JsonForm form = _json.Read(parsed);
        int? samples = parsed.GetValue(_samples);
        if (samples > DrawSession.LargestSampleCount)
        {
            throw new UsageException($"--samples is {samples}; at most {DrawSession.LargestSampleCount} were expected.");
        }

        using LoadedModel<IDrawModel> loaded = _model.Load(parsed);
        IDrawModel model = loaded.Model;
        using var sessions = new Sessions<DrawSession>(model.Shape, model.CreateSession, threads);
        using ImageInput input = _input.Open(parsed, model.Shape);
        var scoring = new Scoring(parsed.GetValue(_seed), samples, parsed.GetValue(_draws));
        var faults = new Faults();

        // On a terminal the scores themselves show how far it is.
        ProgressBar.Show("scoring", Console.IsOutputRedirected ? input.Count : null, done =>
        {
            switch (form)
            {
                case JsonForm.Object:
                    JsonText.Print(json => Write(json, loaded.Name, scoring, Score(json.Flush)));
                    break;
                case JsonForm.Lines:
                    JsonText.PrintLines(Score, Write);
                    break;
                default:
                    OutputStream.WriteLines(print => Print(print, scoring, Score(() => { })));
                    break;
            }

            IEnumerable<(InputImage, ScoredImage?)> Score(Action flush) => Pictures.Each<DrawSession, ScoredImage>(
                sessions,
                input.Pending,
                faults,
                count =>
                {
                    flush();
                    done(count);
                },
                scoring.Score);
        });
        return faults.ExitCode;
    }

    private static void Print(Action<string> print, Scoring scoring, IEnumerable<(InputImage, ScoredImage?)> images)
    {
        var totals = new ScoreTotals();
        foreach ((InputImage image, ScoredImage? score) in images)
        {
            if (score is not null)
            {
                totals.Add(score);
                string error = score.MonteCarloError is double noise ? string.Create(CultureInfo.InvariantCulture, $" ± {noise:F3}") : "";
                print(string.Create(CultureInfo.InvariantCulture, $"{score.Nats,10:F3}{error}  {Messages.OneLine(image.Name)}"));
            }
        }

        if (totals.Count > 1)
        {
            string error = scoring.Draws > 1
                ? string.Create(CultureInfo.InvariantCulture, $"; Monte Carlo error ± {totals.MonteCarloError:F3}")
                : "";
            print(string.Create(
                CultureInfo.InvariantCulture, $"{totals.Mean,10:F3}  ± {totals.StandardError:F3}, the mean of {totals.Count} images{error}"));
        }
    }

    private static void Write(Utf8JsonWriter json, string model, Scoring scoring, IEnumerable<(InputImage, ScoredImage?)> images)
    {
        json.WriteString("model", model);
        if (scoring.Samples is int samples)
        {
            json.WriteNumber("samples", samples);
        }

        json.WriteNumber("draws", scoring.Draws);
        var totals = new ScoreTotals();
        json.WriteStartArray("scores");
        foreach ((InputImage image, ScoredImage? score) in images)
        {
            json.WriteStartObject();
            Write(json, (image, score));
            json.WriteEndObject();
            if (score is not null)
            {
                totals.Add(score);
            }
        }

        json.WriteEndArray();
        json.WriteNumber("images", totals.Count);
        if (totals.Count > 0)
        {
            json.WriteNumber("nats", totals.Mean);
            json.WriteNumber("standardError", totals.StandardError);
        }

        if (totals.Count > 0 && scoring.Draws > 1)
        {
            json.WriteNumber("monteCarloError", totals.MonteCarloError);
        }
    }

    private static void Write(Utf8JsonWriter json, (InputImage Image, ScoredImage? Score) scored)
    {
        json.WriteString("name", scored.Image.Name);
        if (scored.Score is not ScoredImage score)
        {
            json.WriteString("error", scored.Image.Fault);
            return;
        }

        json.WriteNumber("nats", score.Nats);
        if (score.MonteCarloError is double error)
        {
            json.WriteNumber("monteCarloError", error);
        }

        if (score.Parts is Score parts)
        {
            json.WriteNumber("reconstruction", parts.Reconstruction);
            json.WriteNumber("divergence", parts.Divergence);
        }
    }
}
