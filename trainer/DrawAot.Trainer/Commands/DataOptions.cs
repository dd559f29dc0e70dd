using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Runs;

namespace DrawAot.Trainer.Commands;

/// <summary>The options that say which images to use.</summary>
internal sealed class DataOptions
{
    private static readonly TimeSpan DownloadTimeout = TimeSpan.FromMinutes(30);

    public Option<string?> Dataset { get; } = new("--dataset")
    {
        Description = $"Data set: {string.Join(", ", Datasets.Dataset.Names)}.",
    };

    public Option<string?> Data { get; } = new("--data")
    {
        Description = "Folder of the data set's files or of images, or an IDX, .amat or .npy file; 'shapes' needs none.",
    };

    public Option<string?> ImageSize { get; } = new("--image-size")
    {
        Description = "WIDTHxHEIGHT that the images of 'folder', 'shapes' and 'cluttered-mnist' are brought to; by default those of a folder must be of one size.",
    };

    public Option<int?> Channels { get; } = SharedOptions.NumberOrNone(
        "--channels",
        "Channels of the images of 'folder' and 'shapes': 1 for grey, 3 for red, green, blue; by default 3 where a file is in colour.",
        new NumberRange<int>(1, 3));

    public Option<int> Distractors { get; } = SharedOptions.Number(
        "--distractors", "Distractors of an image of 'cluttered-mnist'.", TrainingRanges.Distractors, ClutterOptions.UsualDistractors);

    public Option<int> DistractorWidth { get; } = SharedOptions.Number(
        "--distractor-width", "Pixels along a side of a distractor.", TrainingRanges.DistractorWidth, ClutterOptions.UsualWidth);

    public Option<bool> Download { get; } = new("--download")
    {
        Description = "Fetch the data set's missing files into --data, from where their owner publishes them.",
    };

    public IEnumerable<Option> All => [Dataset, Data, ImageSize, Channels, Distractors, DistractorWidth, Download];

    /// <summary>WIDTHxHEIGHT as two numbers; null for none.</summary>
    /// <exception cref="DatasetException">The text is none.</exception>
    public static (int Width, int Height)? Size(string? text)
    {
        if (text is null)
        {
            return null;
        }

        string[] sides = text.Split('x');
        return sides.Length == 2
            && int.TryParse(sides[0], NumberStyles.None, CultureInfo.InvariantCulture, out int width) && width is > 0 and <= 4096
            && int.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out int height) && height is > 0 and <= 4096
            ? (width, height)
            : throw new DatasetException($"--image-size is '{text}'; WIDTHxHEIGHT was expected, such as 32x32.");
    }

    /// <summary>Opens the data set, after fetching what is missing if that is asked for.</summary>
    public TrainingData Open(ParseResult parsed, DatasetOptions options)
    {
        if (options.Channels is not (null or 1 or 3))
        {
            throw new DatasetException($"--channels is {options.Channels}; 1 or 3 was expected.");
        }

        if (parsed.GetValue(Download))
        {
            Fetch(options);
        }

        return TrainingData.Open(options);
    }

    private static void Fetch(DatasetOptions options)
    {
        DatasetSource source = DatasetSource.Of(options.Name)
            ?? throw new DatasetException($"Data set '{options.Name}' is not published anywhere that this program knows: --download goes with others.");
        if (string.IsNullOrEmpty(options.Path))
        {
            throw new DatasetException($"--download needs --data, the folder that the files of '{options.Name}' go to.");
        }

        using var client = new HttpClient { Timeout = DownloadTimeout };
        new DatasetDownload(client).FetchMissing(source, options.Path, Console.Error.WriteLine, CancellationToken.None).GetAwaiter().GetResult();
    }
}
