using System.Runtime.InteropServices;
using TorchSharp;

namespace DrawAot.Torch;

/// <summary>Makes TorchSharp's native library loadable on systems that are older than its compiler.</summary>
/// <remarks>
/// TorchSharp's Linux library asks for a newer libstdc++ than Debian 12 and Ubuntu 22.04 have, and when it does not
/// load, TorchSharp blames a missing package. There, a patched copy takes its place for the life of the process.
/// </remarks>
public static class LibTorch
{
    private const string ImportName = "LibTorchSharp";
    private const string FileName = $"lib{ImportName}.so";

    private static readonly Lazy<string?> Outcome = new(Load);

    /// <summary>
    /// Loads TorchSharp's native library, patching a copy of it where the system requires that.
    /// To be called before the first use of TorchSharp; any number of times, from any thread.
    /// </summary>
    /// <returns>A sentence for the user that says what was done, or null where TorchSharp loads as it is.</returns>
    /// <exception cref="DllNotFoundException">The library does not load; the message is the system's.</exception>
    /// <exception cref="InvalidDataException">The library is not one that <see cref="GlibcxxPatch"/> understands.</exception>
    public static string? EnsureLoadable() => Outcome.Value;

    private static string? Load()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return null;
        }

        // If the file is not found here, TorchSharp searches itself and reports better what is missing.
        if (Find(FileName) is not { } original)
        {
            return null;
        }

        // The copy and, when packages are not gathered in one folder, the original too do not lie beside libtorch.
        // The loader does not search for what is loaded already.
        if (Find("libtorch.so") is { } libtorch)
        {
            NativeLibrary.Load(libtorch);
        }

        try
        {
            NativeLibrary.Load(original);
            return null;
        }
        catch (DllNotFoundException refusal) when (refusal.Message.Contains(GlibcxxPatch.Version, StringComparison.Ordinal))
        {
            LoadPatchedCopy(original);
            return $"This system's libstdc++ lacks {GlibcxxPatch.Version}: loaded a patched copy of {original}.";
        }
    }

    private static void LoadPatchedCopy(string original)
    {
        byte[] library = File.ReadAllBytes(original);
        try
        {
            GlibcxxPatch.Apply(library);
        }
        catch (InvalidDataException refusal)
        {
            throw new InvalidDataException($"{original}: {refusal.Message}", refusal);
        }

        // A loaded library no longer needs its file, so the folder is deleted. Other users cannot write there meanwhile.
        DirectoryInfo folder = Directory.CreateTempSubdirectory("drawaot-");
        try
        {
            string copy = Path.Combine(folder.FullName, FileName);
            File.WriteAllBytes(copy, library);
            NativeLibrary.Load(copy);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        // TorchSharp's own call: it tries the original in vain, then asks the loader, which knows the copy by its soname.
        NativeLibrary.Load(ImportName, typeof(torch).Assembly, searchPath: null);
    }

    /// <summary>Looks where the runtime does: the folders of the packages' native files, then beside the program.</summary>
    private static string? Find(string fileName)
    {
        string folders = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return folders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native"))
            .Select(folder => Path.Combine(folder, fileName))
            .FirstOrDefault(File.Exists);
    }
}
