using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using DrawAot.RandomCases;
using DrawAot.TestModels;
using DrawAot.Tests.Sampling;
using DrawAot.Weights;

namespace DrawAot.Tests.Weights;

/// <summary>
/// Mutated weights files, through all of loading: each is refused in a sentence, or makes a model that draws. None takes long or
/// much memory.
/// </summary>
public class MutatedWeightsTests(WeightsFolder folder)
{
    private const int Files = 3000;
    private const long LargestAllocation = 200L << 20;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Texts of headers, and their replacements in a mutation.</summary>
    private static readonly string[] Texts =
    [
        "\"F32\"", "\"BF16\"", "\"shape\"", "\"dtype\"", "\"data_offsets\"", "\"decoder.h0\"", "\"encoder.h0\"", "[", "]", "{", "}", ",", ":", "\"",
        "0", "1", "9", "-1", "1e9", "9223372036854775807", "4294967296", "\\u0000", "\\ud800", " ", "null",
    ];

    [Fact]
    [Trait("Cases", "Random")]
    public void Every_mutated_file_is_refused_in_a_sentence_or_draws()
    {
        byte[] sound = File.ReadAllBytes(folder.PathOf(Seven.Test));
        string path = folder.PathOf("mutated.safetensors");
        int count = 0, drawn = 0;
        foreach (int seed in CaseSeeds.Take(Files))
        {
            byte[] mutated = Mutate(sound, new Random(seed));
            count++;
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            try
            {
                drawn += Draws(mutated, path) ? 1 : 0;
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"{CaseSeeds.Setting(seed)}: {fault.Message}", fault);
            }

            Assert.True(Stopwatch.GetElapsedTime(start) < Longest, $"{CaseSeeds.Setting(seed)} took {Stopwatch.GetElapsedTime(start)}.");
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < LargestAllocation, $"{CaseSeeds.Setting(seed)} took {allocated} bytes.");
        }

        // Some changes hit only numbers, which stay finite; most others are refused.
        if (count >= Files)
        {
            Assert.InRange(drawn, count / 20, count * 19 / 20);
        }
    }

    /// <summary>Whether the bytes make a model. A load by their path is refused in any case, at least for the SHA-256.</summary>
    private static bool Draws(byte[] mutated, string path)
    {
        File.WriteAllBytes(path, mutated);
        RequireSentence(Assert.Throws<WeightsException>(() => Seven.Load(path)), path);
        try
        {
            SafetensorsFile file = SafetensorsFile.Parse(mutated, "mutated");
            ModelWeights.RequireShape(file, Seven.Test.Shape);
            using IDrawModel model = Seven.Test.FromTensors(file);
            using DrawSession session = model.CreateSession();
            session.Sample(1, 2, new float[Seven.PixelCount]);
            return true;
        }
        catch (WeightsException refusal)
        {
            RequireSentence(refusal, "mutated");
            return false;
        }
    }

    private static void RequireSentence(WeightsException refusal, string source)
    {
        Assert.StartsWith($"{source}: ", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(refusal.Message, char.IsControl);
        Assert.InRange(refusal.Message.Length, source.Length + 10, source.Length + 600);
    }

    private static byte[] Mutate(byte[] sound, Random random)
    {
        var bytes = new List<byte>(sound);
        for (int changes = random.Next(1, 4); bytes.Count > 0 && (changes > 0 || bytes.SequenceEqual(sound)); changes--)
        {
            // Half of all changes are in the header, though most of the file is data.
            int header = (int)Math.Min(8 + BinaryPrimitives.ReadUInt64LittleEndian(sound), (ulong)bytes.Count);
            int at = random.Next(random.Next(2) == 0 ? header : bytes.Count);
            int length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(8))
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
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 5:
                    bytes.AddRange(new byte[random.Next(1, 5000)]);
                    break;
                case 6:
                    Replace(bytes, at, Encoding.ASCII.GetBytes(Texts[random.Next(Texts.Length)]));
                    break;
                default:
                    byte[] number = new byte[8];
                    BinaryPrimitives.WriteInt64LittleEndian(number, random.NextInt64() >> random.Next(64));
                    Replace(bytes, random.Next(2) == 0 ? 0 : at, number);
                    break;
            }
        }

        return [.. bytes];
    }

    private static void Replace(List<byte> bytes, int at, byte[] with)
    {
        bytes.RemoveRange(at, Math.Min(with.Length, bytes.Count - at));
        bytes.InsertRange(at, with);
    }
}
