using System.Buffers.Binary;
using System.Text;
using CsCheck;
using DrawAot.RandomCases;

namespace DrawAot.Torch.Tests;

/// <summary>The patch of a library's bytes: what it changes, and what it refuses.</summary>
public class GlibcxxPatchTests
{
    private const string ConstructorName = "_ZNSt8ios_base4InitC1Ev\0\0\0\0\0";

    [Fact]
    public void Weakens_the_version_and_gives_the_symbol_the_constructors_name_and_version()
    {
        byte[] library = SmallLibrary.Bytes();

        Assert.True(GlibcxxPatch.Apply(library));

        byte[] expected = SmallLibrary.Bytes();
        expected[SmallLibrary.Flags] = 2;
        expected[SmallLibrary.Version] = 4;
        Encoding.ASCII.GetBytes(ConstructorName, expected.AsSpan(SmallLibrary.Name));
        Assert.Equal(expected, library);
    }

    [Fact]
    public void Changes_nothing_but_the_three_places_of_TorchSharps_library()
    {
        byte[] original = File.ReadAllBytes(
            Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so"));
        byte[] patched = [.. original];

        Assert.True(GlibcxxPatch.Apply(patched));

        int name = original.AsSpan().IndexOf("_ZSt21ios_base_library_initv\0"u8);
        int[] changed = [.. Enumerable.Range(0, original.Length).Where(at => original[at] != patched[at])];
        int[] outsideName = [.. changed.Where(at => at < name || at >= name + SmallLibrary.SymbolName.Length)];
        Assert.Equal(original.Length, patched.Length);
        Assert.Equal(ConstructorName, Encoding.ASCII.GetString(patched, name, SmallLibrary.SymbolName.Length));
        Assert.Equal(2, outsideName.Length);
        Assert.Single(outsideName, at => patched[at] == (original[at] | 2));
    }

    [Fact]
    public void Leaves_a_patched_library_as_it_is()
    {
        byte[] library = SmallLibrary.Bytes();
        GlibcxxPatch.Apply(library);
        byte[] once = [.. library];

        Assert.False(GlibcxxPatch.Apply(library));
        Assert.Equal(once, library);
    }

    [Fact]
    public void Refuses_every_truncation_and_leaves_it_unchanged()
    {
        byte[] whole = SmallLibrary.Bytes();
        for (int length = 0; length < whole.Length; length++)
        {
            byte[] truncated = whole[..length];
            AssertRefused(truncated);
            Assert.Equal(whole[..length], truncated);
        }
    }

    [Theory]
    [InlineData(0, 0x7e, "file header")] // the magic number
    [InlineData(4, 1, "file header")] // 32-bit
    [InlineData(5, 2, "file header")] // big-endian
    [InlineData(18, 183, "file header")] // AArch64
    [InlineData(58, 40, "a section header has 40 bytes, where 64 were expected")]
    [InlineData(60, 3, "there is no section .gnu.version_r")]
    [InlineData(SmallLibrary.SectionHeaders + (4 * 64) + 40, 9, ".gnu.version_r links to section 9")]
    [InlineData(SmallLibrary.Version, 1, "no symbol in .gnu.version has the version GLIBCXX_3.4.32")]
    [InlineData(SmallLibrary.Version + 2, 3, "symbols 2 and 3 both have the version GLIBCXX_3.4.32")]
    public void Says_which_byte_is_not_the_expected_one(int offset, byte value, string message)
    {
        byte[] library = SmallLibrary.Bytes();
        library[offset] = value;
        Assert.Contains(message, AssertRefused(library).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GLIBCXX_3.4.3", "GLIBCXX_3.4", SmallLibrary.SymbolName, "does not ask libstdc++.so.6 for GLIBCXX_3.4.32.")]
    [InlineData(GlibcxxPatch.Version, "GLIBCXX_3.5", SmallLibrary.SymbolName, "does not ask libstdc++.so.6 for GLIBCXX_3.4.")]
    [InlineData(GlibcxxPatch.Version, "GLIBCXX_3.4", "_ZSt9terminatev", "which has the version GLIBCXX_3.4.32, is not _ZSt21ios_base_library_initv.")]
    public void Says_which_name_it_did_not_find(string version, string baseVersion, string symbol, string message)
        => Assert.EndsWith(message, AssertRefused(SmallLibrary.Bytes(version, baseVersion, symbol)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(SmallLibrary.Needs + 12)] // the next need
    [InlineData(SmallLibrary.Needs + 40)] // the first version
    [InlineData(SmallLibrary.Needs + 60)] // the next version
    [InlineData(SmallLibrary.SectionHeaders + 64 + 24)] // where .dynstr starts
    [InlineData(SmallLibrary.SectionHeaders + 64 + 32)] // how long it is
    public void Refuses_an_offset_past_the_end(int at)
    {
        byte[] library = SmallLibrary.Bytes();
        BinaryPrimitives.WriteUInt32LittleEndian(library.AsSpan(at), uint.MaxValue);
        AssertRefused(library);
    }

    [Fact]
    [Trait("Cases", "Random")]
    public void Refuses_or_patches_whatever_it_is_given()
        => Gen.Select(Gen.Int[0, SmallLibrary.Bytes().Length - 1], Gen.Byte).Array[1, 8].Check(edits =>
        {
            byte[] library = SmallLibrary.Bytes();
            foreach ((int offset, byte value) in edits)
            {
                library[offset] = value;
            }

            try
            {
                GlibcxxPatch.Apply(library);
            }
            catch (InvalidDataException)
            {
                // The only exception there may be.
            }
        });

    private static InvalidDataException AssertRefused(byte[] library)
        => Assert.Throws<InvalidDataException>(() => GlibcxxPatch.Apply(library));
}
