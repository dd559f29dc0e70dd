using System.Globalization;

namespace DrawAot.Trainer.Runs;

/// <summary>
/// Keeps a second trainer out of a run's folder. The system holds the lock on an open file and releases it when the process
/// ends, however it ends. A second file says which process that is: .NET reads no file that is locked.
/// </summary>
internal sealed class RunLock : IDisposable
{
    /// <summary>The file that is locked. It stays when the lock is released: another process may be about to lock it.</summary>
    public const string FileName = "trainer.lock";

    /// <summary>The file that names the process, while the lock is held.</summary>
    public const string HolderName = "trainer.pid";

    private static readonly TimeSpan LookTime = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _file;
    private readonly string _holderPath;

    private RunLock(FileStream file, string holderPath) => (_file, _holderPath) = (file, holderPath);

    /// <summary>Takes a folder's lock; the folder is made if need be.</summary>
    /// <exception cref="TrainingException">Another trainer holds it.</exception>
    /// <exception cref="IOException">The folder cannot be made, or nothing can be written there.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing there is not permitted.</exception>
    public static RunLock Take(string folder)
    {
        Directory.CreateDirectory(folder);
        string holderPath = Path.Combine(folder, HolderName);
        FileStream file;
        try
        {
            file = Lock(folder);
        }
        catch (IOException refusal) when (IsSharingViolation(refusal))
        {
            // Another start may hold the lock for the moment in which it looks whether it is free.
            Thread.Sleep(LookTime);
            try
            {
                file = Lock(folder);
            }
            catch (IOException again) when (IsSharingViolation(again))
            {
                throw InUse(folder, holderPath);
            }
        }

        File.WriteAllText(holderPath, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new RunLock(file, holderPath);
    }

    /// <summary>Refuses a folder whose lock another trainer holds, and leaves no trace there.</summary>
    /// <exception cref="TrainingException">Another trainer holds it.</exception>
    public static void RequireFree(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (File.Exists(path))
        {
            try
            {
                new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            }
            catch (IOException refusal) when (IsSharingViolation(refusal))
            {
                throw InUse(folder, Path.Combine(folder, HolderName));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            File.Delete(_holderPath);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody removed the folder.
        }

        _file.Dispose();
    }

    private static FileStream Lock(string folder) =>
        new(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    /// <summary>EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.</summary>
    private static bool IsSharingViolation(IOException refusal) => refusal.HResult is 11 or 35 or unchecked((int)0x8007_0020);

    private static TrainingException InUse(string folder, string holderPath)
    {
        string process = "a process that is not named there";
        try
        {
            process = $"process {int.Parse(File.ReadAllText(holderPath), CultureInfo.InvariantCulture)}";
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            // The lock is taken a moment before the process is named.
        }

        return new TrainingException($"'{folder}' is in use by another trainer, {process}: end that one first, or choose another folder.");
    }
}
