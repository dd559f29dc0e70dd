using System.IO.Compression;
using System.IO.Hashing;
using DrawAot.Weights;

namespace DrawAot.Torch.Import;

/// <summary>
/// The entries of a zip archive: stored as they are, as torch.save and numpy.savez write them, or compressed, as
/// numpy.savez_compressed does. Together they may be sixteen times as large as the archive, so that a small file cannot ask for
/// much memory.
/// </summary>
internal sealed class ZipEntries
{
    /// <summary>Compression saves 10 to 50% of weights. Of zeros it leaves a thousandth, but no model is made of them.</summary>
    private const int LargestExpansion = 16;

    private const int LargestChunk = 1 << 16;

    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>Reads an archive's directory.</summary>
    /// <exception cref="WeightsException">It is damaged, has a name twice, or its entries are far larger than it.</exception>
    public ZipEntries(byte[] bytes, string source)
    {
        Source = source;
        Int128 length = 0;
        try
        {
            foreach (ZipArchiveEntry entry in new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read).Entries)
            {
                if (!_entries.TryAdd(entry.FullName, entry))
                {
                    throw WeightsErrors.Of(source, $"the archive has the entry {WeightsErrors.Quoted(entry.FullName)} twice; expected each name once");
                }

                length += entry.Length;
            }
        }
        catch (InvalidDataException damaged)
        {
            throw Damaged(damaged);
        }

        long most = Math.Min((long)LargestExpansion * bytes.Length, Array.MaxLength);
        if (length > most)
        {
            throw WeightsErrors.Of(source, $"the entries of the archive have {length} bytes, compressed to {bytes.Length}; expected at most {LargestExpansion} times as many");
        }
    }

    /// <summary>The archive's name in messages.</summary>
    public string Source { get; }

    /// <summary>The names of all entries.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>Bytes in an entry.</summary>
    /// <exception cref="WeightsException">There is no such entry.</exception>
    public int Length(string name) => _entries.TryGetValue(name, out ZipArchiveEntry? entry)
        ? (int)entry.Length
        : throw WeightsErrors.Of(Source, $"the archive has no entry {WeightsErrors.Quoted(name)}; expected the elements of a tensor there");

    /// <summary>The beginning of an entry, at most <paramref name="most"/> bytes of it.</summary>
    public byte[] Start(string name, int most)
    {
        // Memory follows what is there, not what the directory states.
        int length = Math.Min(Length(name), most);
        using var bytes = new MemoryStream();
        byte[] chunk = new byte[Math.Min(length, LargestChunk)];
        try
        {
            using Stream stream = _entries[name].Open();
            while (bytes.Length < length)
            {
                int count = (int)Math.Min(chunk.Length, length - bytes.Length);
                stream.ReadExactly(chunk, 0, count);
                bytes.Write(chunk, 0, count);
            }
        }
        catch (Exception damaged) when (damaged is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw Damaged(damaged);
        }

        return bytes.ToArray();
    }

    /// <summary>An entry, compared with its checksum.</summary>
    public byte[] All(string name)
    {
        byte[] bytes = Start(name, int.MaxValue);
        return Crc32.HashToUInt32(bytes) == _entries[name].Crc32
            ? bytes
            : throw WeightsErrors.Of(Source, $"the entry {WeightsErrors.Quoted(name)} does not have the CRC-32 that the archive states; expected it undamaged");
    }

    private WeightsException Damaged(Exception cause) =>
        new($"{Source}: the zip archive is damaged ({cause.Message.TrimEnd('.')}); expected one of torch.save or numpy.savez.", cause);
}
