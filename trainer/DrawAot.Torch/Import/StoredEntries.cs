using System.IO.Compression;
using System.IO.Hashing;
using DrawAot.Weights;

namespace DrawAot.Torch.Import;

/// <summary>
/// The entries of a zip archive that are stored as they are, as torch.save and numpy.savez write them. Compressed ones are refused:
/// the file's size does not bound theirs.
/// </summary>
internal sealed class StoredEntries
{
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly int _length;

    /// <summary>Reads an archive's directory.</summary>
    /// <exception cref="WeightsException">It is damaged, or has a name twice.</exception>
    public StoredEntries(byte[] bytes, string source)
    {
        Source = source;
        _length = bytes.Length;
        try
        {
            foreach (ZipArchiveEntry entry in new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read).Entries)
            {
                if (!_entries.TryAdd(entry.FullName, entry))
                {
                    throw WeightsErrors.Of(source, $"the archive has the entry {WeightsErrors.Quoted(entry.FullName)} twice; expected each name once");
                }
            }
        }
        catch (InvalidDataException damaged)
        {
            throw Damaged(damaged);
        }
    }

    /// <summary>The archive's name in messages.</summary>
    public string Source { get; }

    /// <summary>The names of all entries.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>Bytes in an entry.</summary>
    /// <exception cref="WeightsException">There is no such entry, it is compressed, or it is larger than the archive.</exception>
    public int Length(string name)
    {
        if (!_entries.TryGetValue(name, out ZipArchiveEntry? entry))
        {
            throw WeightsErrors.Of(Source, $"the archive has no entry {WeightsErrors.Quoted(name)}; expected the elements of a tensor there");
        }

        return entry.Length == entry.CompressedLength && entry.Length <= _length
            ? (int)entry.Length
            : throw WeightsErrors.Of(
                Source,
                $"the entry {WeightsErrors.Quoted(name)} is compressed to {entry.CompressedLength} of {entry.Length} bytes; "
                + "expected it stored as it is, as torch.save and numpy.savez do");
    }

    /// <summary>The beginning of an entry, at most <paramref name="most"/> bytes of it.</summary>
    public byte[] Start(string name, int most)
    {
        byte[] bytes = new byte[Math.Min(Length(name), most)];
        try
        {
            using Stream stream = _entries[name].Open();
            stream.ReadExactly(bytes);
        }
        catch (Exception damaged) when (damaged is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw Damaged(damaged);
        }

        return bytes;
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
