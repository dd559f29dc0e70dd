using System.Diagnostics;
using DrawAot.ImageFiles;
using DrawAot.Trainer.Runs;

namespace DrawAot.Torch.Tests.Training;

/// <summary>No path that the trainer takes makes it wait for the writer of a named pipe.</summary>
public sealed class PipeTests : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = new();
    private readonly string _pipe;

    public PipeTests()
    {
        _pipe = Path.Combine(_folder.Path, "pipe");
        using Process maker = Process.Start("mkfifo", [_pipe]);
        maker.WaitForExit();
        Assert.Equal(0, maker.ExitCode);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task A_manifest_is_refused() => RequireRefusal<IOException>(() => ExportedModel.Load(_pipe));

    [Fact]
    public Task A_run_s_description_is_refused() => RequireRefusal<IOException>(() => RunDescription.Read(_pipe));

    [Fact]
    public Task Foreign_weights_are_refused() => RequireRefusal<IOException>(() => ForeignWeights.Read(_pipe, 8, 8, 1, 3));

    [Fact]
    public Task Images_are_refused() => RequireRefusal<ImageFileException>(() => IdxReader.Read(_pipe));

    private async Task RequireRefusal<T>(Action read)
        where T : Exception
    {
        Task<T> refusal = Task.Run(() => Assert.ThrowsAny<T>(read));
        Assert.Contains(_pipe, (await refusal.WaitAsync(Longest, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }
}
