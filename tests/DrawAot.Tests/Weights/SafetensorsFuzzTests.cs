using CsCheck;
using DrawAot.RandomCases;
using DrawAot.Weights;

namespace DrawAot.Tests.Weights;

/// <summary>Any bytes are a file whose tensors can be read, or are refused.</summary>
public class SafetensorsFuzzTests
{
    private static readonly byte[] Sound = SafetensorsBytes.Sound();

    /// <summary>Pieces that headers are made of, and some that they are not.</summary>
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ",", "\"", "\\", " ",
        "\"a\"", "\"b\"", "\"dtype\"", "\"shape\"", "\"data_offsets\"", "\"__metadata__\"", "\"F32\"", "\"U8\"", "\"\\ud800\"",
        "0", "1", "4", "8", "-1", "1.5", "1e9", "9223372036854775807", "99999999999999999999", "null", "true",
    ];

    [Fact]
    public void Every_truncation_is_refused()
    {
        for (int length = 0; length < Sound.Length; length++)
        {
            Assert.Throws<WeightsException>(() => SafetensorsBytes.Parse(Sound[..length]));
        }

        RequireFileOrRefusal(Sound);
    }

    [Fact]
    public void A_file_with_any_one_changed_byte_is_read_or_refused()
    {
        byte[] changed = [.. Sound];
        for (int at = 0; at < changed.Length; at++)
        {
            for (int value = 0; value < 256; value++)
            {
                changed[at] = (byte)value;
                RequireFileOrRefusal(changed);
            }

            changed[at] = Sound[at];
        }
    }

    [Fact]
    [Trait("Cases", "Random")]
    public void A_file_with_many_changed_bytes_is_read_or_refused() =>
        Gen.Select(Gen.Int[0, Sound.Length - 1], Gen.Byte).Array[1, 12].Check(
            changes =>
            {
                byte[] changed = [.. Sound];
                foreach ((int at, byte value) in changes)
                {
                    changed[at] = value;
                }

                RequireFileOrRefusal(changed);
            },
            count: 20_000);

    [Fact]
    [Trait("Cases", "Random")]
    public void A_header_of_any_bytes_is_read_or_refused() =>
        Gen.Select(Gen.Byte.Array[0, 60], Gen.Byte.Array[0, 16])
            .Check((header, data) => RequireFileOrRefusal(SafetensorsBytes.Of([(byte)'{', .. header], data)), count: 20_000);

    [Fact]
    [Trait("Cases", "Random")]
    public void A_header_of_any_pieces_is_read_or_refused() =>
        Gen.Select(Gen.OneOf(Pieces).Array[0, 30], Gen.Int[0, 16]).Check(
            (pieces, dataLength) => RequireFileOrRefusal(SafetensorsBytes.Of("{" + string.Concat(pieces), dataLength)), count: 50_000);

    /// <summary>Entries that are well-formed, so that types, sizes and places are all that can be wrong.</summary>
    [Fact]
    [Trait("Cases", "Random")]
    public void A_header_of_any_tensors_is_read_or_refused()
    {
        Gen<string> number = Gen.OneOf(Gen.Int[0, 16].Select(n => $"{n}"), Gen.OneOf("-1", "1.5", "9223372036854775807"));
        Gen<string> numbers = number.Array[0, 3].Select(ns => $"[{string.Join(',', ns)}]");
        Gen<string> entry = Gen.Select(
            Gen.OneOf("a", "b", "c"), Gen.OneOf("F32", "U8", "BF16", "X"), numbers, numbers,
            (name, dataType, shape, offsets) => $$"""
                "{{name}}":{"dtype":"{{dataType}}","shape":{{shape}},"data_offsets":{{offsets}}}
                """);
        Gen.Select(entry.Array[0, 3], Gen.Int[0, 16]).Check(
            (entries, dataLength) => RequireFileOrRefusal(SafetensorsBytes.Of($"{{{string.Join(',', entries)}}}", dataLength)), count: 50_000);
    }

    private static void RequireFileOrRefusal(byte[] bytes)
    {
        try
        {
            SafetensorsFile file = SafetensorsBytes.Parse(bytes);
            foreach ((string name, SafetensorsTensor tensor) in file.Tensors)
            {
                if (tensor.DataType == "F32")
                {
                    int[] shape = [.. tensor.Shape.Select(dimension => (int)dimension)];
                    Assert.Equal(shape.Aggregate(1, (product, dimension) => product * dimension), file.Floats(name, shape).Length);
                }
            }
        }
        catch (WeightsException refusal)
        {
            Assert.Matches(@"^x\.safetensors: .+; expected .+\.$", refusal.Message);
            Assert.DoesNotContain(refusal.Message, char.IsControl);
        }
    }
}
