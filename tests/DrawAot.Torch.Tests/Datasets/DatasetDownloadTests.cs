using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using DrawAot.Trainer.Datasets;

namespace DrawAot.Torch.Tests.Datasets;

/// <summary>Downloads from a server on this machine.</summary>
public sealed class DatasetDownloadTests : IDisposable
{
    private static readonly byte[] Contents = Encoding.ASCII.GetBytes("0 1 1 0\n");

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();
    private readonly List<string> _said = [];

    private static CancellationToken NoStop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_missing_is_fetched_and_checked_unzipped(bool gzipped)
    {
        using var server = new OneAnswer(HttpStatusCode.OK, gzipped ? TemporaryFolder.Gzip(Contents) : Contents);
        string name = gzipped ? "a.amat.gz" : "a.amat", folder = Path.Combine(_folder.Path, "new");

        await Fetch(server, name, folder);

        Assert.Equal([name], Directory.GetFiles(folder).Select(path => Path.GetFileName(path)));
        Assert.Equal($"Fetching {server.Address}{name}.", _said.Single());
    }

    [Fact]
    public async Task What_is_there_is_not_fetched()
    {
        _folder.Write("a.amat.gz", "anything");
        using var server = new OneAnswer(HttpStatusCode.InternalServerError, []);

        await Fetch(server, "a.amat", _folder.Path);

        Assert.Empty(_said);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "0 1 1 0\n", "404")]
    [InlineData(HttpStatusCode.OK, "1 1 1 1\n", "What came has SHA-256 ")]
    public async Task What_is_not_the_file_is_refused_and_does_not_stay(HttpStatusCode status, string contents, string sentence)
    {
        using var server = new OneAnswer(status, Encoding.ASCII.GetBytes(contents));

        DatasetException fault = await Assert.ThrowsAsync<DatasetException>(() => Fetch(server, "a.amat", _folder.Path));

        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
        Assert.Contains($"Data set 'test': {server.Address}a.amat cannot be fetched", fault.Message, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(Contents)), fault.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task A_connection_that_breaks_off_leaves_nothing()
    {
        using var server = new OneAnswer(HttpStatusCode.OK, Contents, announced: 1000);

        await Assert.ThrowsAsync<DatasetException>(() => Fetch(server, "a.amat", _folder.Path));

        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    private Task Fetch(OneAnswer server, string name, string folder)
    {
        var file = new SourceFile(["a.amat"], new Uri(server.Address, name), Convert.ToHexStringLower(SHA256.HashData(Contents)));
        return new DatasetDownload(_client).FetchMissing(new DatasetSource("test", "Nobody", [file]), folder, _said.Add, NoStop);
    }

    /// <summary>A server that gives one answer and is gone.</summary>
    private sealed class OneAnswer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);

        public OneAnswer(HttpStatusCode status, byte[] body, int? announced = null)
        {
            _listener.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
            _ = Answer(status, body, announced ?? body.Length);
        }

        public Uri Address { get; }

        public void Dispose() => _listener.Dispose();

        private async Task Answer(HttpStatusCode status, byte[] body, int announced)
        {
            try
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync();
                await using NetworkStream stream = client.GetStream();
                await stream.ReadAtLeastAsync(new byte[1 << 14], 1);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 {(int)status} {status}\r\nContent-Length: {announced}\r\nConnection: close\r\n\r\n"));
                await stream.WriteAsync(body);
            }
            catch (SocketException)
            {
                // Nobody asked before the test was over.
            }
        }
    }
}
