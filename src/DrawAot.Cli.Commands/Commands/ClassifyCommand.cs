using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DrawAot.Cli.Files;
using DrawAot.Cli.Models;
using DrawAot.ImageFiles;

namespace DrawAot.Cli.Commands;

/// <summary><c>classify</c>: names the class of images, and shows where the model looked.</summary>
internal sealed class ClassifyCommand(ModelCatalogue catalogue)
{
    private readonly InputOptions _input = new();
    private readonly JsonOptions _json = new("probabilities of all classes and the windows of all glimpses");
    private readonly OutputOptions _output = new();
    private readonly ModelOptions<IClassifierModel> _model = new(catalogue);
    private readonly WorkOptions _work = new();

    public static Command Create(ModelCatalogue catalogue)
    {
        var classify = new ClassifyCommand(catalogue);
        var command = new Command(
            "classify",
            "Classifies images: a line with the class, its probability and the image's name for each. --out with --animate or --filmstrip writes where it looked.");
        classify._input.AddTo(command);
        classify._json.AddTo(command);
        classify._output.AddFilmsTo(command);
        classify._model.AddTo(command);
        classify._work.AddTo(command);
        command.SetAction(classify.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        int threads = _work.Apply(parsed);
        JsonForm form = _json.Read(parsed);
        using LoadedModel<IClassifierModel> loaded = _model.Load(parsed);
        IClassifierModel model = loaded.Model;
        using var sessions = new Sessions<ClassifierSession>(model.Shape, model.CreateSession, threads);
        using ImageInput input = _input.Open(parsed, model.Shape);
        Output? film = _output.ReadFilm(parsed, model.Shape, input.Count);
        _input.Spare(parsed, film?.File);
        IEnumerable<PendingImage> images = input.Pending;
        if (film is { Count: null })
        {
            // A film is laid out for the number of its images, so it is counted first, up to one more than any sheet has room for.
            PendingImage[] some = [.. images.Take(Sheet.MostPictures(model.Shape) + 1)];
            (images, film.Count) = (some, some.Length);
        }

        var faults = new Faults();
        bool keepsPath = form != JsonForm.None || film is not null;
        var paths = new List<WindowPath?>();
        if (film is null)
        {
            Run();
            return faults.ExitCode;
        }

        // The film is refused, if it is too large, before anything is classified.
        film.WriteFilms(width: 1, stills =>
        {
            Run();
            return [.. paths.Take((int)film.Count!.Value).Select(path => FilmOf(path, stills))];
        });
        return faults.ExitCode;

        static IFilm FilmOf(WindowPath? path, int stills)
        {
            if (path is null)
            {
                return IFilm.Blank;
            }

            path.Stills = stills;
            return path;
        }

        // On a terminal the classes themselves show how far it is.
        void Run() => ProgressBar.Show("classifying", Console.IsOutputRedirected ? input.Count : null, done =>
        {
            switch (form)
            {
                case JsonForm.Object:
                    JsonText.Print(json => Write(json, loaded.Name, model.Classes, Classify(json.Flush)));
                    break;
                case JsonForm.Lines:
                    JsonText.PrintLines(Classify, (json, classified) => Write(json, model.Classes, classified));
                    break;
                default:
                    OutputStream.WriteLines(print => Print(print, model.Classes, Classify(() => { })));
                    break;
            }

            IEnumerable<(InputImage Image, ClassifiedImage? Result)> Classify(Action flush)
            {
                foreach ((InputImage image, ClassifiedImage? result) in Pictures.Each<ClassifierSession, ClassifiedImage>(
                    sessions, images, faults, Done, keepsPath ? ClassifiedImage.Follow : ClassifiedImage.Classify))
                {
                    if (film is not null)
                    {
                        paths.Add(result?.Path);
                    }

                    yield return (image, result);
                }

                void Done(long count)
                {
                    flush();
                    done(count);
                }
            }
        });
    }

    private static void Print(Action<string> print, IReadOnlyList<string> classes, IEnumerable<(InputImage, ClassifiedImage?)> images)
    {
        int longest = classes.Max(label => label.Length);
        foreach ((InputImage image, ClassifiedImage? result) in images)
        {
            if (result is not null)
            {
                string label = classes[result.Best].PadRight(longest);
                print(string.Create(
                    CultureInfo.InvariantCulture, $"{label}  {100 * result.Probabilities[result.Best],6:F2} %  {Messages.OneLine(image.Name)}"));
            }
        }
    }

    private static void Write(
        Utf8JsonWriter json, string model, IReadOnlyList<string> classes, IEnumerable<(InputImage, ClassifiedImage?)> images)
    {
        json.WriteString("model", model);
        json.WriteStartArray("classes");
        foreach (string label in classes)
        {
            json.WriteStringValue(label);
        }

        json.WriteEndArray();
        long count = 0;
        json.WriteStartArray("images");
        foreach ((InputImage image, ClassifiedImage? result) in images)
        {
            json.WriteStartObject();
            Write(json, classes, (image, result));
            json.WriteEndObject();
            count += result is null ? 0 : 1;
        }

        json.WriteEndArray();
        json.WriteNumber("count", count);
    }

    private static void Write(
        Utf8JsonWriter json, IReadOnlyList<string> classes, (InputImage Image, ClassifiedImage? Result) classified)
    {
        json.WriteString("name", classified.Image.Name);
        if (classified.Result is not ClassifiedImage result)
        {
            json.WriteString("error", classified.Image.Fault);
            return;
        }

        json.WriteString("class", classes[result.Best]);
        json.WriteNumber("probability", result.Probabilities[result.Best]);
        json.WriteStartArray("probabilities");
        foreach (float probability in result.Probabilities)
        {
            json.WriteNumberValue(probability);
        }

        json.WriteEndArray();
        json.WriteStartArray("glimpses");
        foreach ((AttentionWindow window, int best, float probability) in result.Path!.Glimpses)
        {
            json.WriteStartObject();
            json.WriteNumber("centreX", window.CentreX);
            json.WriteNumber("centreY", window.CentreY);
            json.WriteNumber("stride", window.Stride);
            json.WriteNumber("sigma", window.Sigma);
            json.WriteNumber("intensity", window.Intensity);
            json.WriteString("class", classes[best]);
            json.WriteNumber("probability", probability);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
