using System.CommandLine;
using DrawAot.Cli.Models;
using DrawAot.ImageFiles;

namespace DrawAot.Cli.Commands;

/// <summary><c>reconstruct</c>: draws images again.</summary>
internal sealed class ReconstructCommand(ModelCatalogue catalogue)
{
    private readonly InputOptions _input = new();
    private readonly Option<ulong?> _seed = SharedOptions.OptionalNumber(
        "--seed", "S", "Seeds samples of the latents; by default their means are used.", 0UL);

    private readonly OutputOptions _output = new();
    private readonly ModelOptions<IDrawModel> _model = new(catalogue);
    private readonly WorkOptions _work = new();

    public static Command Create(ModelCatalogue catalogue)
    {
        var reconstruct = new ReconstructCommand(catalogue);
        var command = new Command(
            "reconstruct", "Reconstructs images from their latents: a sheet of pairs, each original on the left; numbers of the pictures alone, NaN where an image cannot be read.");
        reconstruct._input.AddTo(command);
        command.Add(reconstruct._seed);
        reconstruct._output.AddTo(command);
        reconstruct._model.AddTo(command);
        reconstruct._work.AddTo(command);
        command.SetAction(reconstruct.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        int threads = _work.Apply(parsed);
        using LoadedModel<IDrawModel> loaded = _model.Load(parsed);
        IDrawModel model = loaded.Model;
        using var sessions = new Sessions<DrawSession>(model.Shape, model.CreateSession, threads);
        using ImageInput input = _input.Open(parsed, model.Shape);
        Output output = _output.Read(parsed, model.Shape, input.Count);
        _input.Spare(parsed, output.File);
        IEnumerable<PendingImage> images = input.Pending;
        if (output.Count is null && !output.IsNumbers)
        {
            // A sheet is laid out for the number of its pairs, so it is counted first, up to one more than any sheet has room for.
            PendingImage[] some = [.. images.Take(Sheet.MostPictures(model.Shape) / 2 + 1)];
            (images, output.Count) = (some, some.Length);
        }

        var faults = new Faults();
        var work = new Reconstruction(sessions, images, parsed.GetValue(_seed), faults);
        if (output.IsFilm)
        {
            WriteFilms(work, output);
        }
        else if (output.IsNumbers)
        {
            ProgressBar.Show("reconstructing", output.Count, done => output.WriteNumbers(work.Numbers(output.Count, done)));
        }
        else
        {
            WriteSheet(work, output);
        }

        return faults.ExitCode;
    }

    private static void WriteSheet(Reconstruction work, Output output)
    {
        Sheet sheet = output.NewSheet(width: 2);
        ProgressBar.Show("reconstructing", output.Count, done =>
        {
            int place = 0;
            foreach ((ReadOnlyMemory<float> original, ReadOnlyMemory<float> reconstruction) in work.Pairs(done))
            {
                // What follows a data set's last image is a fault, but no picture.
                if (place < sheet.Count)
                {
                    sheet.Place(place++, original.Span);
                    sheet.Place(place++, reconstruction.Span);
                }
            }
        });
        output.WriteSheet(sheet);
    }

    private static void WriteFilms(Reconstruction work, Output output) => output.WriteFilms(width: 2, stills =>
    {
        var films = new List<IFilm>();
        ProgressBar.Show("reconstructing", output.Count, done => films.AddRange(work.Films(stills, done)));
        return films.Take((int)output.Count!.Value).ToList();
    });
}
