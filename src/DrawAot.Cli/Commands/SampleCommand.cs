using System.CommandLine;
using DrawAot.Models;

namespace DrawAot.Cli.Commands;

/// <summary><c>sample</c>: draws a sheet of pictures into a PNG file.</summary>
internal sealed class SampleCommand
{
    private readonly Option<int> _count = SharedOptions.Number("--count", "N", "How many pictures to draw.", 1);
    private readonly Option<ulong> _seed = SharedOptions.Number("--seed", "S", "The seed; another one draws other pictures.", 0UL);
    private readonly Option<ulong> _first = SharedOptions.Number("--first", "K", "Number of the first picture among the seed's.", 0UL);
    private readonly Option<string> _out = new("--out") { Description = "The PNG file to write.", HelpName = "FILE", Required = true };
    private readonly Option<int> _columns = SharedOptions.Number("--columns", "C", "Pictures in a row; about as many as rows by default.", 1);
    private readonly Option<ShippedModel> _model = SharedOptions.Model();
    private readonly Option<string?> _weights = new("--weights") { Description = "The model's weights, from a file.", HelpName = "FILE" };

    public static Command Create()
    {
        var sample = new SampleCommand();
        sample._count.DefaultValueFactory = _ => 64;
        sample._seed.DefaultValueFactory = _ => 1;
        sample._first.DefaultValueFactory = _ => 0;
        var command = new Command("sample", "Draws a sheet of pictures. A picture depends on the model, the seed and its number alone.")
        {
            sample._count, sample._seed, sample._first, sample._out, sample._columns, sample._model, sample._weights,
        };
        command.SetAction(sample.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        int count = parsed.GetValue(_count);
        ulong first = parsed.GetValue(_first);
        if (first > ulong.MaxValue - (ulong)(count - 1))
        {
            throw new UsageException($"--first is {first} and --count is {count}; pictures are numbered up to {ulong.MaxValue}.");
        }

        int columns = parsed.GetResult(_columns) is null ? (int)Math.Ceiling(Math.Sqrt(count)) : parsed.GetValue(_columns);
        var file = new PngFile(parsed.GetRequiredValue(_out));
        using IDrawModel model = Load(parsed.GetRequiredValue(_model), parsed.GetValue(_weights));
        var sheet = new Sheet(model.Shape, count, columns);
        SheetPainter.Paint(sheet, model, parsed.GetValue(_seed), first);
        file.Write(sheet);
        Console.Error.WriteLine($"Wrote {parsed.GetRequiredValue(_out)}, {sheet.Width}×{sheet.Height} pixels.");
        return ExitCode.Done;
    }

    private static IDrawModel Load(ShippedModel model, string? weights)
    {
        if (weights is null)
        {
            return model.LoadEmbedded();
        }

        return Directory.Exists(weights)
            ? throw new IOException($"{weights}: this is a folder; a weights file was expected.")
            : model.Load(weights);
    }
}
