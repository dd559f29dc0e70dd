using System.Diagnostics;
using System.Net.Sockets;
using DrawAot.TestModels;
using DrawAot.Tests.Sampling;
using DrawAot.Weights;

namespace DrawAot.Tests.Weights;

/// <summary>Weights are read from regular files; other kinds of files are refused at once and never opened.</summary>
public sealed class RegularFileTests(WeightsFolder folder)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    [Fact]
    public Task A_folder_is_refused() => RequireRefusal(Path.GetTempPath(), "a folder");

    [Fact]
    public async Task A_pipe_that_nobody_writes_to_is_refused()
    {
        string pipe = Pipe();
        await RequireRefusal(pipe, "a pipe");

        string link = folder.PathOf($"{Guid.NewGuid():N}.safetensors");
        File.CreateSymbolicLink(link, pipe);
        await RequireRefusal(link, "a pipe");
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/zero")]
    public async Task A_device_is_refused(string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Devices are told from files on Linux.");
        await RequireRefusal(path, "a device");
    }

    [Fact]
    public async Task A_socket_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Sockets are told from files on Linux.");
        string path = folder.PathOf($"{Guid.NewGuid():N}"[..8]);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        await RequireRefusal(path, "a socket");
    }

    [Fact]
    public void A_link_to_a_file_is_read()
    {
        string link = folder.PathOf($"{Guid.NewGuid():N}.safetensors");
        File.CreateSymbolicLink(link, folder.PathOf(Seven.Test));
        Seven.Load(link).Dispose();
    }

    [Fact]
    public void An_empty_file_is_no_weights_file() => Assert.Contains(
        "the file has 0 bytes", Assert.Throws<WeightsException>(() => Seven.Load(Empty())).Message, StringComparison.Ordinal);

    [Fact]
    public void An_empty_path_is_refused() => Assert.Throws<ArgumentException>(() => Seven.Load(""));

    private static async Task RequireRefusal(string path, string kind)
    {
        IOException refusal = await Task.Run(() => Assert.Throws<IOException>(() => Seven.Load(path))).WaitAsync(Longest);
        Assert.Equal($"{path}: this is {kind}; a weights file was expected.", refusal.Message);
    }

    private string Empty()
    {
        string path = folder.PathOf($"{Guid.NewGuid():N}.safetensors");
        File.WriteAllBytes(path, []);
        return path;
    }

    private string Pipe()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pipes are told from files on Linux.");
        string path = folder.PathOf($"{Guid.NewGuid():N}.pipe");
        using Process process = Process.Start("mkfifo", [path]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return path;
    }
}
