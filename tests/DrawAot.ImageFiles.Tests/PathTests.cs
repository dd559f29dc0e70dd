using System.Diagnostics;
using System.Net.Sockets;

namespace DrawAot.ImageFiles.Tests;

/// <summary>Paths that lead to no regular file: a sentence at once, never a wait.</summary>
public sealed class PathTests : IDisposable
{
    private static readonly ImageShape Shape = new(1, 1, 2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Kinds() => new()
    {
        { "pipe", "cannot be read: it is a pipe, where a regular file is expected." },
        { "link to pipe", "cannot be read: it is a pipe, where a regular file is expected." },
        { "socket", "cannot be read: it is a socket, where a regular file is expected." },
        { "zero", "cannot be read: it is a device, where a regular file is expected." },
        { "terminal", "cannot be read: it is a device, where a regular file is expected." },
        { "stdin", "cannot be read: it is a pipe" },
        { "dangling", "cannot be read: No such file or directory." },
        { "circle", "cannot be read: Too many levels of symbolic links." },
        { "kernel messages", "is no image of a known kind: PNG" },
        { "empty", "is no image of a known kind: PNG" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_no_regular_file_is_refused_unopened(string name, string expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux says what lies at a path.");
        await MakeEach();
        string path = Path.Combine(_folder.Path, name);
        if (name == "stdin")
        {
            // A link to the standard input is a link to whatever it is, here among pictures.
            Assert.SkipUnless(FoundFile.At(path).Kind == FoundFile.FileKind.Pipe, "The standard input is no pipe here.");
        }

        string sentence = $"File '{path}' {expected}";
        await AtOnce(() =>
        {
            Assert.StartsWith(sentence, Assert.Throws<ImageFileException>(() => ImageInput.Open(path, Shape)).Message, StringComparison.Ordinal);
            Assert.StartsWith(sentence, Assert.Throws<ImageFileException>(() => ImageReader.Read(path, Shape)).Message, StringComparison.Ordinal);
            InputImage image = ImageInput.Open(_folder.Path, Shape).Images.Single(image => image.Name == path);
            Assert.StartsWith(sentence, image.Fault, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Data_sets_are_read_from_regular_files_alone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux says what lies at a path.");
        await MakeEach();
        string path = Path.Combine(_folder.Path, "pipe");
        await AtOnce(() =>
        {
            Assert.Throws<ImageFileException>(() => IdxReader.Read(path));
            Assert.Throws<ImageFileException>(() => AmatReader.Read(path));
            Assert.Throws<ImageFileException>(() => ImageReader.Read(path, channels: 1));
        });
    }

    [Fact]
    public void A_name_that_is_not_text_is_refused()
    {
        // The runtime decodes a name in another encoding to this.
        string path = _folder.Write("a\uFFFD", PngBytes.Grey(2, 1, 0, 1, 2));
        string sentence = $"File '{path}' cannot be read: its path is not UTF-8, which is expected of names.";

        Assert.Equal(sentence, Assert.Throws<ImageFileException>(() => ImageInput.Open(path, Shape)).Message);
        Assert.Equal(sentence, ImageInput.Open(_folder.Path, Shape).Images.Single().Fault);
    }

    [Fact]
    public void A_folder_that_cannot_be_read_is_not_called_empty()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "An administrator can read every folder.");
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        _folder.Write("a", PngBytes.Grey(2, 1, 0, 1, 2));
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserExecute);
        try
        {
            Assert.StartsWith(
                $"Folder '{_folder.Path}' cannot be read: ",
                Assert.Throws<ImageFileException>(() => ImageInput.Open(_folder.Path, Shape)).Message,
                StringComparison.Ordinal);
        }
        finally
        {
            File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    public void A_folder_of_more_names_than_are_kept_is_in_order_too(int kept)
    {
        string[] names = [.. Enumerable.Range(0, 20).Select(k => $"{k * 7 % 20:D2}")];
        foreach (string name in names)
        {
            _folder.Write(name, PngBytes.Grey(2, 1, 0, byte.Parse(name), 0));
        }

        using var folder = new FolderPictures(_folder.Path, Shape, background: null, kept);

        Assert.Equal(20, folder.Count);
        Assert.Equal(Enumerable.Range(0, 20), folder.From(0).Select(image => (int)image.Read().Pixels.Span[0]));
        Assert.Equal([18, 19], folder.From(18).Select(image => (int)image.Read().Pixels.Span[0]));
    }

    private async Task MakeEach()
    {
        string pipe = Path.Combine(_folder.Path, "pipe");
        using (Process make = Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        File.CreateSymbolicLink(Path.Combine(_folder.Path, "link to pipe"), "pipe");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "zero"), "/dev/zero");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "terminal"), "/dev/tty");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "stdin"), "/dev/stdin");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "dangling"), "nowhere");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "circle"), "circle");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "kernel messages"), "/proc/kmsg");
        _folder.Write("empty", "");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder.Path, "bound")));
        File.Move(Path.Combine(_folder.Path, "bound"), Path.Combine(_folder.Path, "socket")); // closing the other name removes it
    }

    private static Task AtOnce(Action look) =>
        Task.Run(look, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
}
