using System.Buffers.Binary;
using System.Text;

namespace DrawAot.Torch;

/// <summary>
/// Frees a shared library built by GCC 13 or later from its one dependence on that compiler's libstdc++.
/// </summary>
/// <remarks>
/// <para>
/// Such a library asks for the version GLIBCXX_3.4.32 on behalf of a single symbol, std::ios_base_library_init(),
/// whose only task is to initialise the standard streams. The constructor std::ios_base::Init::Init() does the same,
/// ignores its <c>this</c>, and is in every libstdc++. So three places of the file change and nothing moves:
/// </para>
/// <list type="number">
/// <item>.gnu.version_r: the need for GLIBCXX_3.4.32 becomes weak, and the loader no longer insists on it;</item>
/// <item>.dynstr: the symbol takes the constructor's name, which is shorter;</item>
/// <item>.gnu.version: the symbol takes the constructor's version, GLIBCXX_3.4.</item>
/// </list>
/// <para>Layouts are those of the System V ABI for x86-64 and of the Linux Standard Base's symbol versioning.</para>
/// </remarks>
public static class GlibcxxPatch
{
    /// <summary>The version of libstdc++'s symbols that a patched library can do without.</summary>
    public const string Version = "GLIBCXX_3.4.32";

    private const string BaseVersion = "GLIBCXX_3.4";
    private const string StandardLibrary = "libstdc++.so.6";
    private const string InitialiseStreams = "_ZSt21ios_base_library_initv";
    private const string StreamsConstructor = "_ZNSt8ios_base4InitC1Ev";

    private const int FileHeaderSize = 64, SectionHeaderSize = 64, SymbolSize = 24, NeedSize = 16;
    private const uint DynamicSymbols = 11, VersionNeeds = 0x6fff_fffe, SymbolVersions = 0x6fff_ffff;
    private const ushort MachineX64 = 62, WeakFlag = 2, VersionIndexMask = 0x7fff;

    /// <summary>Patches the bytes of a shared library in place.</summary>
    /// <param name="library">The whole file; unchanged when it is refused.</param>
    /// <returns>Whether anything changed: false for a library that was patched before.</returns>
    /// <exception cref="InvalidDataException">The bytes are not a library that this patch understands.</exception>
    public static bool Apply(Span<byte> library)
    {
        Span<byte> sections = SectionHeaders(library);
        Section needs = FindSection(library, sections, VersionNeeds, ".gnu.version_r");
        Section versions = FindSection(library, sections, SymbolVersions, ".gnu.version");
        Section symbols = FindSection(library, sections, DynamicSymbols, ".dynsym");

        Span<byte> standardLibrary = FindStandardLibrary(needs);
        Span<byte> unwanted = FindVersion(standardLibrary, needs.Strings, Version);
        Span<byte> wanted = FindVersion(standardLibrary, needs.Strings, BaseVersion);
        ushort unwantedIndex = U16(unwanted, 6);
        ushort wantedIndex = U16(wanted, 6);
        bool isWeak = (U16(unwanted, 4) & WeakFlag) != 0;

        int symbol = FindOnlySymbol(versions, unwantedIndex);
        if (symbol < 0)
        {
            return isWeak
                ? false
                : throw Unexpected($"no symbol in .gnu.version has the version {Version}, where one was expected");
        }

        Span<byte> name = SymbolName(symbols, symbol);

        BinaryPrimitives.WriteUInt16LittleEndian(unwanted[4..], (ushort)(U16(unwanted, 4) | WeakFlag));
        BinaryPrimitives.WriteUInt16LittleEndian(versions.Bytes[(symbol * sizeof(ushort))..], wantedIndex);
        name.Clear();
        Encoding.ASCII.GetBytes(StreamsConstructor, name);
        return true;
    }

    private static Span<byte> SectionHeaders(Span<byte> file)
    {
        ReadOnlySpan<byte> elf64LittleEndian = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1];
        if (file.Length < FileHeaderSize || !file.StartsWith(elf64LittleEndian) || U16(file, 18) != MachineX64)
        {
            throw Unexpected("the file header is not that of a 64-bit little-endian ELF file for x86-64");
        }

        ushort size = U16(file, 58);
        return size == SectionHeaderSize
            ? Slice(file, U64(file, 40), (ulong)U16(file, 60) * SectionHeaderSize, "the section header table")
            : throw Unexpected($"a section header has {size} bytes, where {SectionHeaderSize} were expected");
    }

    private static Section FindSection(Span<byte> file, Span<byte> headers, uint type, string name)
    {
        for (Span<byte> rest = headers; !rest.IsEmpty; rest = rest[SectionHeaderSize..])
        {
            if (U32(rest, 4) == type)
            {
                uint strings = U32(rest, 40);
                bool hasStrings = strings < headers.Length / SectionHeaderSize;
                return new Section
                {
                    Bytes = Contents(file, rest, name),
                    Strings = hasStrings
                        ? Contents(file, headers[((int)strings * SectionHeaderSize)..], $"the section that {name} links to")
                        : throw Unexpected($"{name} links to section {strings}, which is past the last one"),
                };
            }
        }

        throw Unexpected($"there is no section {name}");
    }

    private static Span<byte> Contents(Span<byte> file, Span<byte> header, string name)
        => Slice(file, U64(header, 24), U64(header, 32), name);

    /// <summary>Finds what the library needs of libstdc++: the chain of versions, from its first entry on.</summary>
    private static Span<byte> FindStandardLibrary(Section needs)
    {
        Span<byte> rest = needs.Bytes;
        while (true)
        {
            Span<byte> entry = Slice(rest, 0, NeedSize, "an entry of .gnu.version_r");
            if (IsNamed(needs.Strings, U32(entry, 4), StandardLibrary))
            {
                return From(rest, U32(entry, 8), "the list of versions in .gnu.version_r");
            }

            uint next = U32(entry, 12);
            rest = next != 0
                ? From(rest, next, "an entry of .gnu.version_r")
                : throw Unexpected($".gnu.version_r does not name {StandardLibrary}");
        }
    }

    /// <summary>Finds a version in a chain: [hash u32, flags u16, index u16, name u32, next u32].</summary>
    private static Span<byte> FindVersion(Span<byte> chain, Span<byte> strings, string version)
    {
        while (true)
        {
            Span<byte> entry = Slice(chain, 0, NeedSize, "a version in .gnu.version_r");
            if (IsNamed(strings, U32(entry, 8), version))
            {
                return entry;
            }

            uint next = U32(entry, 12);
            chain = next != 0
                ? From(chain, next, "a version in .gnu.version_r")
                : throw Unexpected($".gnu.version_r does not ask {StandardLibrary} for {version}");
        }
    }

    private static int FindOnlySymbol(Section versions, ushort version)
    {
        int found = -1;
        for (int symbol = 0; symbol < versions.Bytes.Length / sizeof(ushort); symbol++)
        {
            if ((U16(versions.Bytes, symbol * sizeof(ushort)) & VersionIndexMask) == version)
            {
                found = found < 0
                    ? symbol
                    : throw Unexpected($"symbols {found} and {symbol} both have the version {Version}, where one was expected");
            }
        }

        return found;
    }

    private static Span<byte> SymbolName(Section symbols, int symbol)
    {
        Span<byte> entry = Slice(symbols.Bytes, (ulong)symbol * SymbolSize, SymbolSize, $"symbol {symbol} of .dynsym");
        uint name = U32(entry, 0);
        return IsNamed(symbols.Strings, name, InitialiseStreams)
            ? symbols.Strings.Slice((int)name, InitialiseStreams.Length)
            : throw Unexpected($"symbol {symbol}, which has the version {Version}, is not {InitialiseStreams}");
    }

    private static bool IsNamed(ReadOnlySpan<byte> strings, uint offset, string expected)
        => offset < strings.Length
            && strings[(int)offset..] is var name
            && name.Length > expected.Length
            && name[expected.Length] == 0
            && Ascii.Equals(name[..expected.Length], expected);

    private static Span<byte> From(Span<byte> bytes, uint offset, string what)
        => offset < bytes.Length
            ? bytes[(int)offset..]
            : throw Unexpected($"{what} starts {offset} bytes on, where only {bytes.Length} are left");

    private static Span<byte> Slice(Span<byte> bytes, ulong offset, ulong length, string what)
        => offset <= (ulong)bytes.Length && length <= (ulong)bytes.Length - offset
            ? bytes.Slice((int)offset, (int)length)
            : throw Unexpected($"{what} takes {length} bytes from {offset} on, where only {bytes.Length} are there");

    private static ushort U16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static ulong U64(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);

    private static InvalidDataException Unexpected(string what)
        => new($"The library cannot be freed from {Version}: {what}.");

    /// <summary>A section and the string table that its entries name things in.</summary>
    private readonly ref struct Section
    {
        public required Span<byte> Bytes { get; init; }

        public required Span<byte> Strings { get; init; }
    }
}
