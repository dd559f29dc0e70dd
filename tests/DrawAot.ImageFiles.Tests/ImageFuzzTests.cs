using System.Diagnostics;
using System.Text;
using BitMiracle.LibJpeg.Classic;
using DrawAot.RandomCases;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;

namespace DrawAot.ImageFiles.Tests;

/// <summary>Files changed at random are read, or refused with a sentence that names them, in little memory and without hanging.</summary>
public sealed class ImageFuzzTests(ITestOutputHelper output) : IDisposable
{
    private const int Files = 500;

    private const long MostMemory = 200_000_000;

    /// <summary>A case that takes longer than the first is reported; one that takes longer than the second counts as a hang.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2), Hang = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Cases", "Random")]
    public async Task Changed_files_are_read_or_refused()
    {
        byte[][] sound = [.. Sound()];
        var watch = Stopwatch.StartNew();
        int cases = 0, refused = 0;
        long most = 0;
        foreach (int seed in CaseSeeds.Take(Files))
        {
            byte[] file = Changed(sound, new Random(seed));
            string path = _folder.Write("a", file), at = $"{CaseSeeds.Setting(seed)}, {file.Length} bytes";
            var time = Stopwatch.StartNew();
            Task<(bool Refused, long Memory)> reading = Task.Run(() => Read(path, at, reader: (int)((uint)seed % 6)), TestContext.Current.CancellationToken);
            if (await Task.WhenAny(reading, Task.Delay(Hang, TestContext.Current.CancellationToken)) != reading)
            {
                Assert.Fail($"{at}: it hangs.");
            }

            (bool isRefused, long memory) = await reading;
            cases++;
            refused += isRefused ? 1 : 0;
            most = Math.Max(most, memory);
            if (time.Elapsed > Slow)
            {
                output.WriteLine($"{at}: {time.Elapsed.TotalSeconds:F1} s.");
            }
        }

        output.WriteLine($"{cases} cases, {refused} of them refused, {most / 1e6:F0} MB allocated at most, {watch.Elapsed.TotalSeconds:F0} s.");
        if (cases >= Files)
        {
            Assert.InRange(refused, cases / 4, cases - 1);
        }
    }

    private static IEnumerable<byte[]> Sound()
    {
        foreach (PngInterlaceMode interlace in Enum.GetValues<PngInterlaceMode>())
        {
            yield return Photograph.Png(PngColorType.RgbWithAlpha, PngBitDepth.Bit16, interlace);
            yield return Photograph.Png(PngColorType.Palette, PngBitDepth.Bit4, interlace);
            yield return Photograph.Png(PngColorType.Grayscale, PngBitDepth.Bit1, interlace);
        }

        byte[] exif = [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0];
        yield return PngBytes.Of(
            PngBytes.Header(Photograph.Height, Photograph.Width, 8, 4), PngBytes.Chunk("bKGD", 0, 100), PngBytes.Chunk("eXIf", exif),
            PngBytes.Pixels([.. Enumerable.Range(0, Photograph.Width * (1 + 2 * Photograph.Height)).Select(i => (byte)(i % (1 + 2 * Photograph.Height) == 0 ? i % 5 : i))]));
        foreach (bool progressive in (bool[])[false, true])
        {
            yield return JpegBytes.Make(J_COLOR_SPACE.JCS_GRAYSCALE, progressive);
            yield return JpegBytes.Make(J_COLOR_SPACE.JCS_RGB, progressive);
            yield return JpegBytes.Make(J_COLOR_SPACE.JCS_CMYK, progressive);
        }

        byte[] photograph = Photograph.Jpeg(JpegColorType.YCbCrRatio420);
        yield return photograph;
        yield return [.. photograph[..2], 0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. exif, .. photograph[2..]];
        byte[] bytes = IdxFile.Make(IdxFile.ImageMagic, 3, Photograph.Height, Photograph.Width, new byte[3 * Photograph.Height * Photograph.Width]);
        byte[] text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(
            string.Join(' ', Enumerable.Range(0, Photograph.Height * Photograph.Width).Select(i => i % 3 / 2)) + "\n", 3)));
        int pixels = Photograph.Height * Photograph.Width;
        byte[] floats = NpyFile.Of("<f4", $"(3, {Photograph.Height}, {Photograph.Width})", NpyFile.Floats([.. Enumerable.Range(0, 3 * pixels).Select(i => i % 7 / 6f)]));
        byte[] array = NpyFile.Of("|u1", $"(3, 1, {Photograph.Height}, {Photograph.Width})", new byte[3 * pixels], version: 2);
        foreach (byte[] set in (byte[][])[bytes, text, floats, array])
        {
            yield return set;
            yield return TemporaryFolder.Gzip(set);
        }
    }

    /// <summary>A file with some bytes changed, cut, repeated, or brought from another file; with sound checksums every second time.</summary>
    private static byte[] Changed(byte[][] sound, Random random)
    {
        var file = new List<byte>(sound[random.Next(sound.Length)]);
        bool zipped = file is [0x1F, 0x8B, ..] && random.Next(2) == 0;
        if (zipped)
        {
            file = [.. Unzipped([.. file])];
        }

        for (int change = random.Next(random.Next(1, 6)); change >= 0 && file.Count > 4; change--)
        {
            int place = random.Next(file.Count), length = Math.Min(random.Next(1, 40), file.Count - place);
            switch (random.Next(8))
            {
                case 0:
                    file.RemoveRange(place, length);
                    break;
                case 1:
                    List<byte> again = file.GetRange(place, length);
                    for (int copy = random.Next(random.Next(10) == 0 ? 20_000 : 10); copy >= 0; copy--)
                    {
                        file.InsertRange(place, again);
                    }

                    break;
                case 2:
                    byte[] other = sound[random.Next(sound.Length)];
                    file.InsertRange(place, other.Skip(random.Next(other.Length)).Take(random.Next(200)));
                    break;
                case 3:
                    file[place] = (byte)(random.Next(2) * 255);
                    break;
                case 4:
                    file[place] ^= (byte)(1 << random.Next(8));
                    break;
                default:
                    file[place] = (byte)random.Next(256);
                    break;
            }
        }

        byte[] changed = [.. file];
        if (random.Next(2) == 0)
        {
            PngBytes.Seal(changed);
        }

        return zipped ? TemporaryFolder.Gzip(changed) : changed;
    }

    private static byte[] Unzipped(byte[] file)
    {
        using var gzip = new System.IO.Compression.GZipStream(new MemoryStream(file), System.IO.Compression.CompressionMode.Decompress);
        using var contents = new MemoryStream();
        gzip.CopyTo(contents);
        return contents.ToArray();
    }

    /// <summary>Reads a file as an input and in one of the other ways. What is allocated bounds what is in memory.</summary>
    /// <returns>Whether it was refused both times, and the most memory that was allocated at a time.</returns>
    private static (bool Refused, long Memory) Read(string path, string at, int reader)
    {
        bool refused = true;
        long most = 0;
        Try(() =>
        {
            using ImageInput input = ImageInput.Open(path, new ImageShape(1, Photograph.Height, Photograph.Width));
            foreach (InputImage image in input.Images)
            {
                if (!image.IsSound)
                {
                    throw new ImageFileException(image.Fault);
                }
            }
        });
        Try(reader switch
        {
            0 => () => IdxReader.Read(path),
            1 => () => AmatReader.Read(path),
            5 => () => DataSetReader.Read(path),
            2 => () => ImageReader.Read(path, new ImageShape(3, Photograph.Height, Photograph.Width), ImageBackground.Black),
            _ => () => ImageReader.Read(path, new ImageShape(3, JpegBytes.Height, JpegBytes.Width)),
        });
        return (refused, most);

        void Try(Action read)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read();
                refused = false;
            }
            catch (ImageFileException fault)
            {
                Assert.True(
                    fault.Message.Contains($"'{path}'", StringComparison.Ordinal) && fault.Message.EndsWith('.') && !fault.Message.Contains('\n', StringComparison.Ordinal),
                    $"{at}: {fault.Message}");
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"{at}: it is not refused but fails.", failure);
            }

            long memory = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(memory < MostMemory, $"{at}: {memory / 1e6:F0} MB are allocated.");
            most = Math.Max(most, memory);
        }
    }
}
