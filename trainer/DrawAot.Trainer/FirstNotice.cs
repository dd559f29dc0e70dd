namespace DrawAot.Trainer;

/// <summary>Notices that a user is shown once: a file in the user's data folder says which were.</summary>
internal static class FirstNotice
{
    /// <summary>Folder of the files, DrawAot in the folder for local data; null if the system names none.</summary>
    public static string? DefaultFolder { get; } =
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } data
            ? Path.Combine(data, "DrawAot")
            : null;

    /// <summary>
    /// Notes that a notice is shown, and says whether this is the first time: of several processes, one is told so. Where nothing
    /// can be noted, each time is the first.
    /// </summary>
    /// <param name="folder">Where notices are noted; made if it is not there.</param>
    /// <param name="name">The name of the notice's file.</param>
    /// <param name="notice">The notice, which the file then holds.</param>
    public static bool IsNew(string? folder, string name, string notice)
    {
        if (folder is null)
        {
            return true;
        }

        string path = Path.Combine(folder, name);
        bool isFirst = false;
        try
        {
            Directory.CreateDirectory(folder);
            using var file = new StreamWriter(new FileStream(path, FileMode.CreateNew, FileAccess.Write));
            isFirst = true;
            file.WriteLine(notice);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return isFirst || !File.Exists(path);
        }
    }
}
