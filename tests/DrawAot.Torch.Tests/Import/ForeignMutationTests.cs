using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using DrawAot.RandomCases;
using DrawAot.Weights;

namespace DrawAot.Torch.Tests.Import;

/// <summary>Mutated files of other programs: each becomes a model or is refused in a sentence, quickly and without memory beyond its size.</summary>
public sealed class ForeignMutationTests : IDisposable
{
    private const int Files = 300;
    private const long LargestAllocation = 64L << 20;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Parts of pickles, headers and maps, which a mutation inserts.</summary>
    private static readonly string[] Texts =
    [
        "(", "t", "R", "Q", "u", "s", "b", "}", "]", ")", "\u0081", "\u0085", "\u0086", "\u0087", ".", "0", "2", "h\u0000", "q\u0000", "K\u0000", "J\u00ff\u00ff\u00ff\u007f",
        "\u008a\u0008\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0080", "ctorch\nFloatStorage\n", "ctorch._utils\n_rebuild_tensor_v2\n", "cbuiltins\neval\n",
        "ccollections\nOrderedDict\n", "X\u00ff\u00ff\u00ff\u007f", "\u0093", "'<f8'", "'<f2'", "True", "(99999999999,)", "(0,)", "\"F64\"", "\"BF16\"", "\"shape\"", "-1", "[]", "null", "weight_hh",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [Trait("Cases", "Random")]
    [InlineData("our names")]
    [InlineData(".pt of a checkpoint")]
    [InlineData(".pt of a whole module")]
    [InlineData(".npz")]
    public void Every_mutated_file_is_refused_in_a_sentence_or_becomes_a_model(string kind)
    {
        byte[] sound = ForeignKind.All[kind].File(ForeignTensors.Of(ForeignKind.Shape));
        TryAll(seed => (Mutate(sound, new Random(seed)), null));
    }

    [Theory]
    [Trait("Cases", "Random")]
    [InlineData(".pt of a checkpoint")]
    [InlineData(".pt of a whole module")]
    public void Every_mutated_pickle_is_refused_in_a_sentence_or_becomes_a_model(string kind)
    {
        using var zip = new ZipArchive(new MemoryStream(ForeignKind.All[kind].File(ForeignTensors.Of(ForeignKind.Shape))));
        byte[] pickle = Content(zip.GetEntry("archive/data.pkl")!);
        List<byte[]> storages = [.. zip.Entries.Where(entry => entry.FullName.Contains("/data/", StringComparison.Ordinal)).Select(Content)];
        TryAll(seed => (TorchFile.Archive(Mutate(pickle, new Random(seed)), storages), null));
    }

    [Fact]
    [Trait("Cases", "Random")]
    public void Every_mutated_map_is_refused_in_a_sentence_or_taken()
    {
        byte[] sound = ForeignTensors.Of(ForeignKind.Shape).Safetensors();
        byte[] map = "{\"decoder.weight_hh\": \"decoder.weight_hh\",\n\"decoder.bias\": [\"decoder.bias\"], \"decoder.h0\": null}"u8.ToArray();
        Assert.True(BecomesModel(sound, map, "The map without mutations"));
        TryAll(seed => (sound, Mutate(map, new Random(seed))), least: 0); // few mutations leave a map as it should be
    }

    /// <summary>The costliest pickle known: an object whose fields are set anew by every third byte.</summary>
    [Fact]
    public void A_pickle_of_repeated_work_is_over_soon()
    {
        var pickle = new List<byte> { 0x80, 2 };
        pickle.AddRange("cm\nc\n)"u8.ToArray());
        pickle.Add(0x81);
        pickle.AddRange("}q\u0000("u8.ToArray());
        for (int k = 0; k < 4_000; k++)
        {
            pickle.AddRange([(byte)'U', 3, (byte)('a' + k % 26), (byte)('a' + k / 26 % 26), (byte)('a' + k / 676), (byte)'N']);
        }

        pickle.AddRange("ub"u8.ToArray());
        while (pickle.Count < (48 << 10) - 4)
        {
            pickle.AddRange("h\u0000b"u8.ToArray());
        }

        pickle.Add((byte)'.');
        BecomesModel(TorchFile.Archive([.. pickle], []), map: null, "The pickle", largestAllocation: long.MaxValue);
    }

    /// <summary>Reads the files of all seeds. Some mutations hit only numbers and names that are ignored; most files are refused.</summary>
    private void TryAll(Func<int, (byte[] File, byte[]? Map)> make, int least = 1)
    {
        int count = 0, models = 0;
        foreach (int seed in CaseSeeds.Take(Files))
        {
            (byte[] file, byte[]? map) = make(seed);
            count++;
            models += BecomesModel(file, map, CaseSeeds.Setting(seed)) ? 1 : 0;
        }

        if (count >= Files)
        {
            Assert.InRange(models, least, count - 1);
        }
    }

    private bool BecomesModel(byte[] file, byte[]? map, string name, long largestAllocation = LargestAllocation)
    {
        string path = _folder.Write("mutated", file);
        string? mapPath = map is null ? null : _folder.Write("names.json", map);
        bool becomesModel = false;
        long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        try
        {
            _ = ForeignWeights.Read(path, 9, 8, 3, 4, mapPath);
            becomesModel = true;
        }
        catch (WeightsException refusal)
        {
            Assert.True(refusal.Message.StartsWith(_folder.Path, StringComparison.Ordinal), $"{name}: {refusal.Message}");
            Assert.True(refusal.Message[^1] == '.' && !refusal.Message.Any(char.IsControl), $"{name}: {refusal.Message}");
            Assert.True(refusal.Message.Length < 3000, $"{name}: {refusal.Message}");
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"{name}: {fault.Message}", fault);
        }

        TimeSpan took = Stopwatch.GetElapsedTime(start);
        Assert.True(took < Longest, $"{name} took {took}.");
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < largestAllocation, $"{name} took {allocated} bytes.");
        return becomesModel;
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        byte[] bytes = new byte[entry.Length];
        using Stream stream = entry.Open();
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static byte[] Mutate(byte[] sound, Random random)
    {
        var bytes = new List<byte>(sound);
        for (int changes = random.Next(1, 4); bytes.Count > 0 && (changes > 0 || bytes.SequenceEqual(sound)); changes--)
        {
            // Headers and directories are at one of the ends; half of all changes are there.
            int near = Math.Min(bytes.Count, 2500);
            int at = random.Next(4) switch
            {
                0 => random.Next(near),
                1 => bytes.Count - 1 - random.Next(near),
                _ => random.Next(bytes.Count),
            };
            int length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length));
                    break;
                case 4:
                    bytes.RemoveRange(at, random.Next(8) == 0 ? bytes.Count - at : 1);
                    break;
                default:
                    byte[] with = Encoding.Latin1.GetBytes(Texts[random.Next(Texts.Length)]);
                    bytes.RemoveRange(at, random.Next(2) == 0 ? Math.Min(with.Length, bytes.Count - at) : 0);
                    bytes.InsertRange(at, with);
                    break;
            }
        }

        return [.. bytes];
    }
}
