using System.CommandLine;
using DrawAot.ImageFiles;

namespace DrawAot.Cli.Commands;

/// <summary><c>reconstruct</c>: draws images again.</summary>
internal sealed class ReconstructCommand
{
    private readonly InputOptions _input = new();
    private readonly Option<ulong?> _seed = SharedOptions.OptionalNumber(
        "--seed", "S", "Seeds samples of the latents; by default their means are used.", 0UL);

    private readonly OutputOptions _output = new();
    private readonly ModelOptions _model = new();

    public static Command Create()
    {
        var reconstruct = new ReconstructCommand();
        var command = new Command(
            "reconstruct", "Draws images again, from what the model makes of them: a sheet of pairs, each original on the left; numbers of the pictures alone, NaN where an image cannot be read.");
        reconstruct._input.AddTo(command);
        command.Add(reconstruct._seed);
        reconstruct._output.AddTo(command);
        reconstruct._model.AddTo(command);
        command.SetAction(reconstruct.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        using IDrawModel model = _model.Load(parsed);
        using var sessions = new Sessions(model);
        ImageInput input = _input.Open(parsed, model.Shape);
        Output output = _output.Read(parsed, model.Shape, input.Count);
        _input.Spare(parsed, output.File);
        IReadOnlyList<string> faults = output.IsFilm ? WriteFilms(parsed, sessions, input, output)
            : output.IsNumbers ? WriteNumbers(parsed, sessions, input, output)
            : WriteSheet(parsed, sessions, input, output);
        return ExitCode.Of(faults);
    }

    private IReadOnlyList<string> WriteSheet(ParseResult parsed, Sessions sessions, ImageInput input, Output output)
    {
        Sheet sheet = output.NewSheet(width: 2);
        int place = 0;
        IReadOnlyList<string> faults = Reconstruct(parsed, sessions, input, (original, reconstruction) =>
        {
            sheet.Place(place++, original.Span);
            sheet.Place(place++, reconstruction.Span);
        });
        output.WriteSheet(sheet);
        return faults;
    }

    private IReadOnlyList<string> WriteNumbers(ParseResult parsed, Sessions sessions, ImageInput input, Output output)
    {
        var pictures = new List<ReadOnlyMemory<float>>(input.Count);
        IReadOnlyList<string> faults = Reconstruct(parsed, sessions, input, (_, reconstruction) => pictures.Add(reconstruction));
        output.WriteNumbers(pictures);
        return faults;
    }

    private IReadOnlyList<string> WriteFilms(ParseResult parsed, Sessions sessions, ImageInput input, Output output)
    {
        IReadOnlyList<string> faults = [];
        output.WriteFilms(width: 2, stills =>
        {
            var films = new List<Film>(input.Count);
            ProgressBar.Show("reconstructing", input.Count, done => faults = Pictures.Each<Film>(
                sessions,
                input,
                done,
                (session, images, first, shot) =>
                {
                    int pixels = session.Shape.PixelCount;
                    for (int k = 0; k < shot.Length; k++)
                    {
                        float[] image = images.Slice(k * pixels, pixels).ToArray();
                        Begin(parsed, session, image, first + k);
                        shot[k] = Film.Shoot(session, stills, image);
                    }
                },
                (_, film) => films.Add(film ?? Film.Blank(sessions.Shape))));
            return films;
        });
        return faults;
    }

    /// <summary>Draws each image again; one with a fault comes out as no numbers at all, and black.</summary>
    private IReadOnlyList<string> Reconstruct(
        ParseResult parsed, Sessions sessions, ImageInput input, Action<ReadOnlyMemory<float>, ReadOnlyMemory<float>> take)
    {
        float[] blank = new float[sessions.Shape.PixelCount];
        Array.Fill(blank, float.NaN);
        IReadOnlyList<string> faults = [];
        ProgressBar.Show("reconstructing", input.Count, done => faults = Pictures.Each<(ReadOnlyMemory<float>, ReadOnlyMemory<float>)?>(
            sessions,
            input,
            done,
            (session, images, first, pairs) =>
            {
                float[] pictures = new float[images.Length];
                if (parsed.GetValue(_seed) is ulong seed)
                {
                    session.ReconstructBatch(images.Span, seed, (ulong)(_input.First(parsed) + first), pictures);
                }
                else
                {
                    session.ReconstructBatch(images.Span, pictures);
                }

                int pixels = session.Shape.PixelCount;
                for (int k = 0; k < pairs.Length; k++)
                {
                    pairs[k] = (images.Slice(k * pixels, pixels), pictures.AsMemory(k * pixels, pixels));
                }
            },
            (_, pair) => take(pair?.Item1 ?? blank, pair?.Item2 ?? blank)));
        return faults;
    }

    private void Begin(ParseResult parsed, DrawSession session, float[] image, int k)
    {
        if (parsed.GetValue(_seed) is ulong seed)
        {
            session.BeginReconstruction(image, seed, (ulong)(_input.First(parsed) + k));
        }
        else
        {
            session.BeginReconstruction(image);
        }
    }
}
