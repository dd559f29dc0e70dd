using System.CommandLine;
using DrawAot.Cli.Models;

namespace DrawAot.Cli.Commands;

/// <summary><c>sample</c>: draws pictures.</summary>
internal sealed class SampleCommand(ModelCatalogue catalogue)
{
    private readonly Option<int> _count = SharedOptions.Number("--count", "N", "How many pictures to draw.", 1);
    private readonly Option<ulong> _seed = SharedOptions.Number("--seed", "S", "The seed; another one draws other pictures.", 0UL);
    private readonly Option<ulong> _first = SharedOptions.Number("--first", "K", "Number of the first picture among the seed's.", 0UL);
    private readonly OutputOptions _output = new();
    private readonly ModelOptions<IDrawModel> _model = new(catalogue);
    private readonly WorkOptions _work = new();

    public static Command Create(ModelCatalogue catalogue)
    {
        var sample = new SampleCommand(catalogue);
        sample._count.Aliases.Add("-n");
        sample._count.DefaultValueFactory = _ => 64;
        sample._seed.DefaultValueFactory = _ => 1;
        sample._first.DefaultValueFactory = _ => 0;
        var command = new Command("sample", "Draws pictures. Each depends on the model, the seed and its number alone.")
        {
            sample._count, sample._seed, sample._first,
        };
        sample._output.AddTo(command);
        sample._model.AddTo(command);
        sample._work.AddTo(command);
        command.SetAction(sample.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        int threads = _work.Apply(parsed);
        int count = parsed.GetValue(_count);
        ulong seed = parsed.GetValue(_seed), first = parsed.GetValue(_first);
        if (first > ulong.MaxValue - (ulong)(count - 1))
        {
            throw new UsageException($"--first is {first} and --count is {count}; pictures are numbered up to {ulong.MaxValue}.");
        }

        using LoadedModel<IDrawModel> loaded = _model.Load(parsed);
        IDrawModel model = loaded.Model;
        using var sessions = new Sessions<DrawSession>(model.Shape, model.CreateSession, threads);
        Output output = _output.Read(parsed, model.Shape, count);
        if (output.IsFilm)
        {
            output.WriteFilms(width: 1, stills => Shoot(sessions, seed, first, count, stills));
            return ExitCode.Done;
        }

        Sheet? sheet = output.IsNumbers ? null : output.NewSheet();
        ProgressBar.Show("drawing", count, done =>
        {
            IEnumerable<ReadOnlyMemory<float>> pictures = Pictures.Sample(sessions, seed, first, count, done);
            if (sheet is null)
            {
                output.WriteNumbers(pictures);
            }
            else
            {
                Place(sheet, pictures, model.Shape.PixelCount);
            }
        });
        if (sheet is not null)
        {
            output.WriteSheet(sheet);
        }

        return ExitCode.Done;
    }

    private static Film[] Shoot(Sessions<DrawSession> sessions, ulong seed, ulong first, int count, int stills)
    {
        var films = new Film[count];
        sessions.ForEachShare(count, (session, from, some) =>
        {
            for (int k = from; k < from + some; k++)
            {
                session.Begin(seed, first + (ulong)k);
                films[k] = Film.Shoot(session, stills);
            }
        });
        return films;
    }

    private static void Place(Sheet sheet, IEnumerable<ReadOnlyMemory<float>> blocks, int pixelCount)
    {
        int number = 0;
        foreach (ReadOnlyMemory<float> block in blocks)
        {
            for (int start = 0; start < block.Length; start += pixelCount)
            {
                sheet.Place(number++, block.Span.Slice(start, pixelCount));
            }
        }
    }
}
