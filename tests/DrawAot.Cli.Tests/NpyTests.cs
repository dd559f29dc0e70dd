using System.Runtime.InteropServices;
using System.Text;
using DrawAot.Cli.Files;

namespace DrawAot.Cli.Tests;

/// <summary>Arrays for NumPy, byte by byte.</summary>
public sealed class NpyTests
{
    [Fact]
    public void The_header_says_what_the_numbers_are_and_ends_at_a_multiple_of_64()
    {
        using var stream = new MemoryStream();
        Npy.Write(stream, count: 2, [1, 1, 3], [new float[] { 1, 2, 3 }, new float[] { 4, 5, 6 }]);
        byte[] file = stream.ToArray();

        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0], file[..8]);
        int header = 10 + BitConverter.ToUInt16(file, 8);
        Assert.Equal(0, header % 64);
        string text = Encoding.ASCII.GetString(file, 10, header - 10);
        Assert.Equal("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1, 1, 3, ), }", text.TrimEnd());
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3, 4, 5, 6], MemoryMarshal.Cast<byte, float>(file.AsSpan(header)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public void A_number_that_is_known_at_the_end_stands_at_the_beginning(int count)
    {
        using var stream = new MemoryStream();
        stream.Write("before"u8);
        Assert.Equal(count, Npy.Write(stream, count: null, [1, 1, 3], Enumerable.Repeat<ReadOnlyMemory<float>>(new float[] { 1, 2, 3 }, count)));
        stream.Write("after"u8);
        byte[] file = stream.ToArray()[6..];

        int header = 10 + BitConverter.ToUInt16(file, 8);
        Assert.Equal(0, header % 64);
        Assert.Equal(
            $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({count}, 1, 1, 3, ), }}", Encoding.ASCII.GetString(file, 10, header - 10).TrimEnd());
        Assert.Equal(header + count * 12 + 5, file.Length);
        Assert.Equal("after"u8.ToArray(), file[^5..]);
    }
}
