using System.Diagnostics;
using System.IO.Pipes;

namespace DrawAot.Tests;

/// <summary>A file is written whole or not at all, and a path that is no file is not replaced by one.</summary>
public sealed class WholeFileTests : IDisposable
{
    private static readonly byte[] Before = "before"u8.ToArray(), After = "after"u8.ToArray();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drawaot-");

    private string FilePath => Path.Combine(_folder.FullName, "file");

    private string[] Names => [.. _folder.EnumerateFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_file_is_made()
    {
        WholeFile.Write(FilePath, stream => stream.Write(After));

        Assert.Equal(After, File.ReadAllBytes(FilePath));
        Assert.Equal(["file"], Names);
    }

    [Theory]
    [InlineData("")]
    [InlineData("before")]
    public void A_file_stays_as_it_is_until_the_new_one_is_complete(string before)
    {
        File.WriteAllText(FilePath, before);
        WholeFile.Write(FilePath, stream =>
        {
            stream.Write(After);
            stream.Flush();
            Assert.Equal(before, File.ReadAllText(FilePath));
        });

        Assert.Equal(After, File.ReadAllBytes(FilePath));
        Assert.Equal(["file"], Names);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("before")]
    public void A_failure_changes_nothing_and_leaves_nothing(string? before)
    {
        if (before is not null)
        {
            File.WriteAllText(FilePath, before);
        }

        Assert.Throws<InvalidDataException>(() => WholeFile.Write(FilePath, stream =>
        {
            stream.Write(After);
            throw new InvalidDataException();
        }));

        Assert.Equal(before, File.Exists(FilePath) ? File.ReadAllText(FilePath) : null);
        Assert.Equal(before is null ? [] : ["file"], Names);
    }

    [Fact]
    public void A_folder_is_not_replaced()
    {
        Directory.CreateDirectory(FilePath);

        Exception refusal = Assert.ThrowsAny<Exception>(() => WholeFile.Write(FilePath, stream => stream.Write(After)));

        Assert.True(refusal is IOException or UnauthorizedAccessException, refusal.ToString());
        Assert.True(Directory.Exists(FilePath));
        Assert.Equal(["file"], Names);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_io_error() => Assert.Throws<DirectoryNotFoundException>(
        () => WholeFile.Write(Path.Combine(FilePath, "no", "such"), stream => stream.Write(After)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_target_of_a_link_is_replaced(bool exists)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows, links are for administrators.");
        string link = Path.Combine(_folder.FullName, "link"), linkToLink = Path.Combine(_folder.FullName, "link to link");
        File.CreateSymbolicLink(link, "file");
        File.CreateSymbolicLink(linkToLink, link);
        if (exists)
        {
            File.WriteAllBytes(FilePath, Before);
        }

        WholeFile.Write(linkToLink, stream => stream.Write(After));

        Assert.Equal(After, File.ReadAllBytes(FilePath));
        Assert.Null(new FileInfo(FilePath).LinkTarget);
        Assert.Equal("file", new FileInfo(link).LinkTarget);
        Assert.Equal(link, new FileInfo(linkToLink).LinkTarget);
        Assert.Equal(["file", "link", "link to link"], Names);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_device_stays_a_device(bool throughLink)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no /dev/null.");
        File.CreateSymbolicLink(FilePath, "/dev/null");

        WholeFile.Write(throughLink ? FilePath : "/dev/null", stream => stream.Write(After));

        Assert.Equal("/dev/null", new FileInfo(FilePath).LinkTarget);
        Assert.Empty(File.ReadAllBytes("/dev/null"));
        Assert.Equal(["file"], Names);
    }

    [Fact]
    public async Task A_named_pipe_is_written_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no mkfifo.");
        using (Process make = Process.Start("mkfifo", [FilePath]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Task<byte[]> read = Task.Run(() =>
        {
            using var reader = new FileStream(FilePath, FileMode.Open, FileAccess.Read);
            using var received = new MemoryStream();
            reader.CopyTo(received);
            return received.ToArray();
        });
        WholeFile.Write(FilePath, stream => stream.Write(After));

        Assert.Equal(After, await read);
        Assert.Equal(["file"], Names);
    }

    [Fact]
    public async Task A_named_pipe_that_nobody_reads_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere a pipe is waited for.");
        using (Process make = Process.Start("mkfifo", [FilePath]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Task<IOException> refusal = Task.Run(() => Assert.Throws<IOException>(() => WholeFile.Write(FilePath, stream => stream.Write(After))));

        Assert.Contains("a pipe without a reader", (await refusal.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Equal(["file"], Names);
    }

    [Theory]
    [InlineData("x", 255)]
    [InlineData("é", 127)]
    [InlineData("€", 85)]
    [InlineData("😀", 63)]
    public void A_name_may_be_as_long_as_the_file_system_takes(string character, int repetitions)
    {
        string name = string.Concat(Enumerable.Repeat(character, repetitions));

        WholeFile.Write(Path.Combine(_folder.FullName, name), stream => stream.Write(After));

        Assert.Equal([name], Names);
        Assert.Equal(After, File.ReadAllBytes(Path.Combine(_folder.FullName, name)));
    }

    [Fact]
    public void A_name_that_is_not_text_is_refused()
    {
        // The runtime decodes a name in another encoding to this.
        IOException refusal = Assert.Throws<IOException>(() => WholeFile.Write(FilePath + "\uFFFD", stream => stream.Write(After)));

        Assert.Contains("not UTF-8", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Names);
    }

    [Fact]
    public void Links_that_lead_in_a_circle_are_an_io_error()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows, links are for administrators.");
        File.CreateSymbolicLink(FilePath, "other");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "other"), "file");

        Assert.ThrowsAny<IOException>(() => WholeFile.Write(FilePath, stream => stream.Write(After)));
        Assert.Equal(["file", "other"], Names);
    }

    [Fact]
    public void An_open_descriptor_is_written_to()
    {
        Assert.SkipUnless(Directory.Exists("/dev/fd"), "There is no /dev/fd.");
        using var reader = new AnonymousPipeServerStream(PipeDirection.In);

        WholeFile.Write($"/dev/fd/{reader.GetClientHandleAsString()}", stream => stream.Write(After));

        byte[] received = new byte[After.Length];
        reader.ReadExactly(received);
        Assert.Equal(After, received);
    }
}
