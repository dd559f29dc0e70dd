using System.CommandLine;
using DrawAot.Cli.Files;
using DrawAot.ImageFiles;
using DrawAot.Manifest;

namespace DrawAot.Cli.Commands;

/// <summary>The images that a command works on.</summary>
internal sealed class InputOptions
{
    private readonly Option<string[]> _input = new("--input", "-i")
    {
        Description = "PNG or JPEG files, folders of them, or IDX, .amat or .npy files, gzipped or not; - is the standard input.",
        HelpName = "PATH",
        Required = true,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<int> _first = SharedOptions.Number("--first", "K", "Number of the first image to take, from 0 on.", 0);
    private readonly Option<int?> _count = SharedOptions.OptionalNumber("--count", "N", "How many images to take; all by default.", 1);

    private readonly Option<ImageBackground?> _background = new("--background")
    {
        Description = "The colour under transparent parts of a picture, black or white; by default the file's own (bKGD), or else white.",
        HelpName = "COLOUR",
        CustomParser = result =>
        {
            switch (result.Tokens)
            {
                case []:
                    return null;
                case [{ Value: "white" }]:
                    return ImageBackground.White;
                case [{ Value: "black" }]:
                    return ImageBackground.Black;
                default:
                    result.AddError($"--background is '{result.Tokens[0].Value}'; black or white was expected.");
                    return null;
            }
        },
    };

    public void AddTo(Command command)
    {
        _count.Aliases.Add("-n");
        _background.CompletionSources.Clear();
        _background.CompletionSources.Add("black", "white");
        command.Add(_input);
        command.Add(_first);
        command.Add(_count);
        command.Add(_background);
    }

    /// <summary>Refuses to write over an image that is read.</summary>
    /// <exception cref="UsageException">The file is one of the images.</exception>
    public void Spare(ParseResult parsed, OutputFile? file)
    {
        if (parsed.GetRequiredValue(_input).Any(path => file?.IsOneOf(path) == true))
        {
            throw new UsageException($"--out is '{file}', which is among the images of --input; another file was expected.");
        }
    }

    /// <summary>Opens the images, which are required to be of the model's size.</summary>
    /// <exception cref="ImageFileException">There are none.</exception>
    public ImageInput Open(ParseResult parsed, ModelShape shape) => ImageInput.Open(
        parsed.GetRequiredValue(_input),
        new ImageShape(shape.Channels, shape.Height, shape.Width),
        parsed.GetValue(_first),
        parsed.GetValue(_count),
        parsed.GetValue(_background));
}
