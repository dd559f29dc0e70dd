using System.Buffers.Binary;
using DrawAot.Weights;

namespace DrawAot.Tests.Weights;

public class SafetensorsRefusalTests
{
    private const string Object = "an object with dtype, shape and data_offsets";

    [Theory]
    [InlineData("", "the header does not begin with '{'; expected a JSON object")]
    [InlineData(" {}", "the header does not begin with '{'; expected a JSON object")]
    [InlineData("[]", "the header does not begin with '{'; expected a JSON object")]
    [InlineData("{", "the header stops being JSON near its byte 1; expected a JSON object")]
    [InlineData("{}{}", "the header stops being JSON near its byte 2; expected a JSON object")]
    [InlineData("{/**/}", "the header stops being JSON near its byte 1; expected a JSON object")]
    [InlineData("{a:1}", "the header stops being JSON near its byte 1; expected a JSON object")]
    [InlineData("""{"a":{"shape":[1,]}}""", "the header stops being JSON near its byte 17; expected a JSON object")]
    [InlineData("""{"\ud800":{}}""", "the header has half a surrogate pair near its byte 10; expected Unicode text")]
    [InlineData("""{"a":1}""", $"tensor 'a' is a number; expected {Object}")]
    [InlineData("""{"a":null}""", $"tensor 'a' is null; expected {Object}")]
    [InlineData("""{"a":[]}""", $"tensor 'a' is an array; expected {Object}")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0]}}""", $"tensor 'a' has no data_offsets; expected {Object}")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,0]}}""", $"tensor 'a' has no shape; expected {Object}")]
    [InlineData("""{"a":{"shape":[0],"data_offsets":[0,0]}}""", $"tensor 'a' has no dtype; expected {Object}")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0],"x":1}}""", $"tensor 'a' has the unknown key 'x'; expected {Object}")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32"}}""", $"tensor 'a' has dtype twice; expected {Object}")]
    [InlineData("""{"a":{"shape":[],"shape":[]}}""", $"tensor 'a' has shape twice; expected {Object}")]
    [InlineData("""{"a":{"data_offsets":[],"data_offsets":[]}}""", $"tensor 'a' has data_offsets twice; expected {Object}")]
    [InlineData("""{"a":{"dtype":32}}""", "the dtype of tensor 'a' is a number; expected a string")]
    [InlineData("""{"a":{"shape":"0"}}""", "the shape of tensor 'a' is a string; expected an array of whole numbers")]
    [InlineData("""{"a":{"data_offsets":true}}""", "the data_offsets of tensor 'a' is a truth value; expected an array of whole numbers")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""",
        "tensor 'a' stands in the header twice; expected each name once")]
    [InlineData("""{"__metadata__":1}""", "__metadata__ is a number; expected an object of strings")]
    [InlineData("""{"__metadata__":{"k":1}}""", "the value of 'k' in __metadata__ is a number; expected a string")]
    [InlineData("""{"__metadata__":{"k":"","k":""}}""", "__metadata__ has the key 'k' twice; expected each once")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", "the header has two entries named __metadata__; expected at most one")]
    public void A_header_that_is_no_object_is_refused(string header, string sentence) => RequireRefusal(SafetensorsBytes.Of(header), sentence);

    [Theory]
    [InlineData("-1")]
    [InlineData("-0")]
    [InlineData("1.0")]
    [InlineData("0.5")]
    [InlineData("1e2")]
    [InlineData("9223372036854775808")]
    [InlineData("1e999")]
    public void A_number_that_is_not_whole_is_refused(string number)
    {
        string sentence = $"has the element '{number}'; expected a whole number from 0 to 9223372036854775807";
        RequireRefusal(SafetensorsBytes.Of($$$"""{"a":{"shape":[{{{number}}}]}}"""), $"the shape of tensor 'a' {sentence}");
        RequireRefusal(SafetensorsBytes.Of($$$"""{"a":{"data_offsets":[0,{{{number}}}]}}"""), $"the data_offsets of tensor 'a' {sentence}");
    }

    [Fact]
    public void An_element_that_is_no_number_is_refused() => RequireRefusal(
        SafetensorsBytes.Of("""{"a":{"shape":["1"]}}"""),
        "the shape of tensor 'a' has the element '1'; expected a whole number from 0 to 9223372036854775807");

    [Theory]
    [InlineData("F32", "2", "0,8", 4, "tensor 'a' ends at byte 8 of the data, of which there are 4; expected it to lie within the data")]
    [InlineData("F32", "1", "4,8", 8, "tensor 'a' begins at byte 4 of the data, with a hole from 0; expected no holes")]
    [InlineData("F32", "1", "0,4", 9, "the data goes on for 5 bytes after the last tensor, which ends at 4; expected nothing there")]
    [InlineData("F32", "1", "4,0", 4, "tensor 'a' has data_offsets [4, 0]; expected two, the first not above the second")]
    [InlineData("F32", "1", "0", 4, "tensor 'a' has data_offsets [0]; expected two, the first not above the second")]
    [InlineData("F32", "1", "0,4,8", 4, "tensor 'a' has data_offsets [0, 4, 8]; expected two, the first not above the second")]
    [InlineData("F32", "2,3", "0,20", 20, "tensor 'a' has 20 bytes of data; expected 24 for F32 of shape [2, 3]")]
    [InlineData("U8", "2,3", "0,24", 24, "tensor 'a' has 24 bytes of data; expected 6 for U8 of shape [2, 3]")]
    [InlineData("F33", "1", "0,4", 4, "tensor 'a' has the dtype 'F33'; expected one that the format knows, such as F32")]
    [InlineData("f32", "1", "0,4", 4, "tensor 'a' has the dtype 'f32'; expected one that the format knows, such as F32")]
    [InlineData(
        "F32", "4294967296,4294967296", "0,0", 0,
        "tensor 'a' has the shape [4294967296, 4294967296], which is beyond all memory; expected less than 2⁶³ bytes")]
    [InlineData(
        "F32", "4611686018427387904", "0,0", 0,
        "tensor 'a' has the shape [4611686018427387904], which is beyond all memory; expected less than 2⁶³ bytes")]
    [InlineData(
        "U8", "1,1,1,1,1,1,1,1,1,9", "0,0", 0,
        "tensor 'a' has 0 bytes of data; expected 9 for U8 of shape [1, 1, 1, 1, 1, 1, 1, 1, …]")]
    [InlineData(
        "U8", "9223372036854775807", "0,9223372036854775807", 0,
        "tensor 'a' ends at byte 9223372036854775807 of the data, of which there are 0; expected it to lie within the data")]
    public void A_tensor_that_does_not_fit_is_refused(string dataType, string shape, string offsets, int dataLength, string sentence) => RequireRefusal(
        SafetensorsBytes.Of($$$"""{"a":{"dtype":"{{{dataType}}}","shape":[{{{shape}}}],"data_offsets":[{{{offsets}}}]}}""", dataLength), sentence);

    [Theory]
    [InlineData("0,8", "4,8", "tensor 'b' begins at byte 4 of the data and overlaps another, which ends at 8; expected no overlap")]
    [InlineData("0,4", "0,8", "tensor 'b' begins at byte 0 of the data and overlaps another, which ends at 4; expected no overlap")]
    [InlineData("0,4", "5,9", "tensor 'b' begins at byte 5 of the data, with a hole from 4; expected no holes")]
    public void Two_tensors_that_do_not_tile_the_data_are_refused(string offsetsOfA, string offsetsOfB, string sentence)
    {
        string Entry(string name, string offsets)
        {
            int[] ends = [.. offsets.Split(',').Select(int.Parse)];
            return $$$"""{{{name}}}:{"dtype":"U8","shape":[{{{ends[1] - ends[0]}}}],"data_offsets":[{{{offsets}}}]}""";
        }

        string header = $"{{{Entry("\"a\"", offsetsOfA)},{Entry("\"b\"", offsetsOfB)}}}";
        RequireRefusal(SafetensorsBytes.Of(header, 9), sentence);
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused() =>
        RequireRefusal(SafetensorsBytes.Of([.. "{\""u8, 0xFF, .. "\":1}"u8], []), "the header is not UTF-8; expected JSON in UTF-8");

    [Theory]
    [InlineData(0, "the file has 0 bytes; expected at least 8, the length of the header")]
    [InlineData(7, "the file has 7 bytes; expected at least 8, the length of the header")]
    [InlineData(8, "the header has 80 bytes by its own account, but the file ends after 0 of them; expected the whole header")]
    [InlineData(20, "the header has 80 bytes by its own account, but the file ends after 12 of them; expected the whole header")]
    public void A_file_that_is_cut_off_is_refused(int length, string sentence)
    {
        byte[] bytes = new byte[length];
        if (length >= sizeof(ulong))
        {
            bytes[0] = 80;
        }

        RequireRefusal(bytes, sentence);
    }

    [Theory]
    [InlineData(100_000_001ul)]
    [InlineData(1ul << 63)]
    [InlineData(ulong.MaxValue)]
    public void A_header_that_is_too_long_is_refused(ulong length)
    {
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        RequireRefusal(bytes, $"the header has {length} bytes by its own account; expected at most 100000000");
    }

    [Fact]
    public void Names_cannot_break_the_line_or_flood_it()
    {
        string name = @"\r\n\u001b\u2028" + new string('n', 1000);
        WeightsException refusal = Assert.Throws<WeightsException>(() => SafetensorsBytes.Parse(SafetensorsBytes.Of($$"""{"{{name}}":1}""")));
        Assert.Equal($"x.safetensors: tensor '\uFFFD\uFFFD\uFFFD\uFFFD{new string('n', 76)}…' is a number; expected {Object}.", refusal.Message);
    }

    [Fact]
    public void Nesting_without_end_is_refused() => Assert.Throws<WeightsException>(
        () => SafetensorsBytes.Parse(SafetensorsBytes.Of("{\"a\":{\"shape\":" + new string('[', 1_000_000))));

    private static void RequireRefusal(byte[] bytes, string sentence)
    {
        WeightsException refusal = Assert.Throws<WeightsException>(() => SafetensorsBytes.Parse(bytes));
        Assert.Equal($"x.safetensors: {sentence}.", refusal.Message);
    }
}
