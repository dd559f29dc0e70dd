using System.Text;
using DrawAot.Manifest;

namespace DrawAot.Trainer.Commands;

/// <summary>Names for models that were given none.</summary>
internal static class ModelName
{
    private const string Usual = "images";

    private static readonly string[] Endings = [".gz", "-idx3-ubyte", ".idx3-ubyte", ".idx", ".amat", ".npy"];

    /// <summary>An identifier made from the name of a file or a folder, such as <c>fashion_mnist</c> from <c>data/Fashion-MNIST</c>.</summary>
    public static string Of(string path)
    {
        string file = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        foreach (string ending in Endings)
        {
            file = file.EndsWith(ending, StringComparison.OrdinalIgnoreCase) ? file[..^ending.Length] : file;
        }

        var name = new StringBuilder();
        foreach (char c in file)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                name.Append(char.ToLowerInvariant(c));
            }
            else if (name is [.., not '_'])
            {
                name.Append('_');
            }
        }

        string identifier = name.ToString().TrimEnd('_');
        return identifier.Length == 0 ? Usual : DrawManifest.IsValidName(identifier) ? identifier : Shortened($"{Usual}_{identifier}");
    }

    /// <summary>The beginning of a name that is too long.</summary>
    private static string Shortened(string name)
    {
        while (!DrawManifest.IsValidName(name))
        {
            name = name[..^1];
        }

        return name;
    }
}
