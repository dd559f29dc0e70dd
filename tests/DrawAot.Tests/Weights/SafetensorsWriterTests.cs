using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using CsCheck;
using DrawAot.RandomCases;
using DrawAot.Weights;

namespace DrawAot.Tests.Weights;

public sealed class SafetensorsWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("DrawAot.Tests.").FullName;

    private string ModelPath => Path.Combine(_folder, "model.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_written_file_has_the_bytes_of_the_format()
    {
        byte[] bytes = SafetensorsBytes.Sound();
        int headerLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, (sizeof(ulong) + headerLength) % 64);
        Assert.Equal(
            """
            {"__metadata__":{"note":"sound"},
            "a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},
            "b":{"dtype":"F32","shape":[1],"data_offsets":[24,28]}}
            """.Replace("\n", "", StringComparison.Ordinal),
            Encoding.UTF8.GetString(bytes, sizeof(ulong), headerLength).TrimEnd(' '));
        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f, 7f], bytes[(sizeof(ulong) + headerLength)..].Chunk(4).Select(b => BitConverter.ToSingle(b)));
    }

    [Fact]
    [Trait("Cases", "Random")]
    public void Written_tensors_and_metadata_are_read_again()
    {
        Gen<FloatTensor> tensor = Gen.Select(
            Gen.String.Where(name => name != "__metadata__" && IsUnicode(name)),
            Gen.Int[0, 5].Array[0, 3],
            (name, shape) => new FloatTensor(name, shape, new float[shape.Aggregate(1, (a, b) => a * b)]));
        Gen<Dictionary<string, string>> metadata = Gen.Dictionary(Gen.String.Where(IsUnicode), Gen.String.Where(IsUnicode))[0, 4];
        Gen<FloatTensor[]> distinct = tensor.Array[0, 5].Where(ts => ts.DistinctBy(t => t.Name).Count() == ts.Length);
        Gen.Select(distinct, metadata).Check((tensors, strings) =>
        {
            float next = 0;
            foreach (FloatTensor t in tensors)
            {
                foreach (ref float value in MemoryMarshal.AsMemory(t.Values).Span)
                {
                    value = next++;
                }
            }

            using var stream = new MemoryStream();
            SafetensorsWriter.Write(stream, tensors, strings);
            SafetensorsFile file = SafetensorsBytes.Parse(stream.ToArray());
            Assert.Equal(strings.OrderBy(s => s.Key, StringComparer.Ordinal), file.Metadata.OrderBy(s => s.Key, StringComparer.Ordinal));
            Assert.Equal(tensors.Select(t => t.Name), file.Tensors.Keys);
            foreach (FloatTensor t in tensors)
            {
                Assert.Equal(t.Values.ToArray(), file.Floats(t.Name, [.. t.Shape]).ToArray());
            }
        });
    }

    [Fact]
    public void The_order_of_the_metadata_does_not_matter()
    {
        using MemoryStream one = new(), other = new();
        SafetensorsWriter.Write(one, [], new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" });
        SafetensorsWriter.Write(other, [], new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" });
        Assert.Equal(one.ToArray(), other.ToArray());
    }

    [Fact]
    public void A_file_replaces_the_one_before()
    {
        SafetensorsWriter.Write(ModelPath, [new FloatTensor("a", [1], new float[] { 1 })]);
        SafetensorsWriter.Write(ModelPath, [new FloatTensor("a", [1], new float[] { 2 })]);
        Assert.Equal([2f], SafetensorsFile.Read(ModelPath).Floats("a", 1).ToArray());
        Assert.Equal([ModelPath], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_failure_leaves_the_file_before_and_nothing_else()
    {
        SafetensorsWriter.Write(ModelPath, [new FloatTensor("a", [1], new float[] { 1 })]);
        using var failing = new FailingMemory();
        Assert.Throws<InvalidDataException>(() => SafetensorsWriter.Write(ModelPath, [new FloatTensor("a", [1], failing.Memory)]));
        Assert.Equal([1f], SafetensorsFile.Read(ModelPath).Floats("a", 1).ToArray());
        Assert.Equal([ModelPath], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_io_error() => Assert.Throws<DirectoryNotFoundException>(
        () => SafetensorsWriter.Write(Path.Combine(_folder, "no", "such"), []));

    [Theory]
    [InlineData(new[] { 2, 3 }, 5)]
    [InlineData(new[] { -1 }, 0)]
    [InlineData(new[] { -2, -3 }, 6)]
    [InlineData(new int[0], 0)]
    [InlineData(new[] { int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue }, 1)]
    public void Values_that_do_not_fit_the_shape_are_refused(int[] shape, int count)
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => SafetensorsWriter.Write(Stream.Null, [new FloatTensor("a", shape, new float[count])]));
        Assert.StartsWith(
            $"Tensor 'a' has {count} values; expected the number that its shape [{string.Join(", ", shape)}] has.",
            refusal.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_clash_are_refused()
    {
        FloatTensor a = new("a", [0], default), metadata = new("__metadata__", [0], default);
        Assert.StartsWith(
            "Two tensors have the name 'a'; expected each name once.",
            Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(Stream.Null, [a, a])).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "A tensor has the name '__metadata__'; expected any other.",
            Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(Stream.Null, [metadata])).Message,
            StringComparison.Ordinal);
    }

    private static bool IsUnicode(string text) => text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar);

    /// <summary>Memory of one float that cannot be read.</summary>
    private sealed class FailingMemory : MemoryManager<float>
    {
        public override Memory<float> Memory => CreateMemory(1);

        public override Span<float> GetSpan() => throw new InvalidDataException();

        public override MemoryHandle Pin(int elementIndex = 0) => throw new InvalidDataException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
