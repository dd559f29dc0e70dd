using System.Buffers.Binary;
using System.Text;

namespace DrawAot.Torch.Tests;

/// <summary>The least of an ELF file that <see cref="GlibcxxPatch"/> reads, and where its three places lie.</summary>
/// <remarks>
/// File header, five section headers (none, .dynstr, .dynsym, .gnu.version, .gnu.version_r), then the four sections,
/// so that every truncation cuts something else.
/// </remarks>
internal static class SmallLibrary
{
    public const int SectionHeaders = 64, Strings = SectionHeaders + (5 * 64), Symbols = Strings + StringsSize;
    public const int SymbolVersions = Symbols + (SymbolCount * 24), Needs = SymbolVersions + (SymbolCount * 2);

    /// <summary>Offset at which .gnu.version_r keeps the flags of GLIBCXX_3.4.32: the second need's first version.</summary>
    public const int Flags = Needs + 48 + 4;

    /// <summary>Offset at which .dynstr keeps the name of the symbol with that version.</summary>
    public const int Name = Strings + 1;

    /// <summary>Offset at which .gnu.version keeps the symbol's version.</summary>
    public const int Version = SymbolVersions + (2 * 2);

    public const string SymbolName = "_ZSt21ios_base_library_initv";

    private const int StringsSize = 112, SymbolCount = 4;
    private const ushort OfLibc = 2, Unwanted = 3, Base = 4;

    /// <summary>Writes the file; its names can be others than those expected.</summary>
    public static byte[] Bytes(string versionName = GlibcxxPatch.Version, string baseName = "GLIBCXX_3.4", string symbolName = SymbolName)
    {
        byte[] file = new byte[Needs + 80];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(file);
        U16(18, 62);
        U64(40, SectionHeaders);
        U16(58, 64);
        U16(60, 5);

        Section(1, type: 3, Strings, StringsSize, link: 0);
        Section(2, type: 11, Symbols, SymbolCount * 24, link: 1);
        Section(3, type: 0x6fff_ffff, SymbolVersions, SymbolCount * 2, link: 2);
        Section(4, type: 0x6fff_fffe, Needs, 80, link: 1);

        int written = 1;
        int symbol = Text(symbolName);
        int libc = Text("libc.so.6");
        int libstdcxx = Text("libstdc++.so.6");
        int libcVersion = Text("GLIBC_2.34");
        int unwantedVersion = Text(versionName);
        int baseVersion = Text(baseName);
        int other = Text("malloc");

        U32(Symbols + 24, other);
        U32(Symbols + (2 * 24), symbol);
        U32(Symbols + (3 * 24), other);
        U16(SymbolVersions + 2, OfLibc);
        U16(Version, Unwanted);
        U16(SymbolVersions + (3 * 2), Base);

        // A need: [version u16, count u16, file u32, first version u32, next need u32].
        Need(Needs, libc, first: 16, next: 32);
        VersionOf(Needs + 16, OfLibc, libcVersion, next: 0);
        Need(Needs + 32, libstdcxx, first: 16, next: 0);
        VersionOf(Needs + 48, Unwanted, unwantedVersion, next: 16);
        VersionOf(Needs + 64, Base, baseVersion, next: 0);
        return file;

        void Section(int index, uint type, int offset, int size, int link)
        {
            int header = SectionHeaders + (index * 64);
            U32(header + 4, (int)type);
            U64(header + 24, offset);
            U64(header + 32, size);
            U32(header + 40, link);
        }

        void Need(int at, int name, int first, int next)
        {
            U16(at, 1);
            U32(at + 4, name);
            U32(at + 8, first);
            U32(at + 12, next);
        }

        void VersionOf(int at, ushort index, int name, int next)
        {
            U16(at + 6, index);
            U32(at + 8, name);
            U32(at + 12, next);
        }

        int Text(string text)
        {
            int start = written;
            written += Encoding.ASCII.GetBytes(text, file.AsSpan(Strings + start, StringsSize - start)) + 1;
            return start;
        }

        void U16(int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), value);
        void U32(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        void U64(int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(at), value);
    }
}
