namespace DrawAot.Trainer.Runs;

/// <summary>Files that follow from a run's checkpoint.</summary>
internal static class RunFile
{
    /// <summary>Writes a file, all of it or nothing; one that has this content already stays as it is.</summary>
    public static void Write(string path, byte[] content)
    {
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
        {
            WholeFile.Write(path, stream => stream.Write(content));
        }
    }
}
