using System.Collections;
using System.Globalization;
using DrawAot.Weights;
using Razorvine.Pickle.Objects;

namespace DrawAot.Torch.Import;

/// <summary>
/// Reads what <c>torch.save</c> wrote since PyTorch 1.6: a pickle, <c>data.pkl</c>, that describes the tensors, and an entry
/// <c>data/KEY</c> for each of their storages. State dictionaries, dictionaries around them and whole modules are walked for tensors,
/// which are named by their path.
/// </summary>
internal static class TorchArchive
{
    private const int DeepestNesting = 16, LongestName = 512;

    /// <summary>
    /// Bytes of a pickle, which describes a tensor in some 110 of them. The library takes time that grows with the square of the length,
    /// where a pickle sets the state of the same object again and again: some seconds at this length.
    /// </summary>
    private const int LongestPickle = 48 << 10;

    private static readonly string[] PartsOfModules = ["_modules", "_parameters", "_buffers"];

    /// <summary>Whether an entry is the pickle of an archive.</summary>
    public static bool IsPickle(string entry) => entry == "data.pkl" || entry.EndsWith("/data.pkl", StringComparison.Ordinal);

    /// <summary>Reads an archive.</summary>
    /// <param name="entries">Its entries.</param>
    /// <param name="pickle">The name of the pickle among them.</param>
    /// <exception cref="WeightsException">The pickle is too long, damaged, or holds more than tensors and plain data.</exception>
    public static IReadOnlyList<ForeignTensor> Read(ZipEntries entries, string pickle)
    {
        string folder = pickle[..^"data.pkl".Length];
        if (entries.Names.Contains(folder + "byteorder") && entries.All(folder + "byteorder") is not [(byte)'l', ..])
        {
            throw WeightsErrors.Of(entries.Source, "the archive was written big-endian; expected little-endian");
        }

        if (entries.Length(pickle) > LongestPickle)
        {
            throw Refused(entries, $"the pickle {WeightsErrors.Quoted(pickle)} has {entries.Length(pickle)} bytes; expected at most {LongestPickle}");
        }

        var tensors = new List<ForeignTensor>();
        var storages = new Dictionary<string, ReadOnlyMemory<byte>>();
        Walk(Load(entries, pickle), "", DeepestNesting, new HashSet<object>(ReferenceEqualityComparer.Instance), tensors.Add, Tensor);
        return tensors;

        ForeignTensor Tensor(string name, TorchTensor tensor)
        {
            string entry = $"{folder}data/{tensor.Storage.Key}";
            if (ForeignTensor.ElementSize(tensor.Storage.DataType) is not int size)
            {
                return new ForeignTensor(name, tensor.Shape, tensor.Storage.DataType, () => default);
            }

            RequireRoom(entries, name, tensor, entries.Length(entry) / size);
            return new ForeignTensor(
                name, tensor.Shape, tensor.Storage.DataType, () => Storage(entry)[(int)(tensor.Offset * size)..], tensor.Strides);
        }

        ReadOnlyMemory<byte> Storage(string entry) =>
            storages.TryGetValue(entry, out ReadOnlyMemory<byte> bytes) ? bytes : storages[entry] = entries.All(entry);
    }

    private static object? Load(ZipEntries entries, string pickle)
    {
        byte[] bytes = entries.All(pickle);
        try
        {
            using var unpickler = new TensorUnpickler();
            return unpickler.loads(bytes);
        }
#pragma warning disable CA1031 // The library lets indices, casts and conversions of a damaged pickle fail as they do.
        catch (Exception failure) when (failure is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            string reason = ForeignTensor.Plain((failure.InnerException ?? failure).Message.TrimEnd('.'));
            throw Refused(entries, $"the pickle {WeightsErrors.Quoted(pickle)} is damaged or holds more than tensors ({reason}); expected a state dictionary");
        }
    }

    /// <summary>Finds the tensors in dictionaries, lists and modules. Each of these is entered once, however often it occurs.</summary>
    private static void Walk(
        object? value, string path, int depth, HashSet<object> seen, Action<ForeignTensor> add, Func<string, TorchTensor, ForeignTensor> make)
    {
        if (value is TorchTensor tensor)
        {
            add(make(path, tensor));
            return;
        }

        if (depth == 0 || path.Length > LongestName || value is not (IDictionary or ArrayList or object[]) || !seen.Add(value))
        {
            return;
        }

        IEnumerable<(string Key, object? Value)> items = value is IDictionary dictionary
            ? dictionary.Keys.Cast<object>().Select(each => (Convert.ToString(each, CultureInfo.InvariantCulture)!, dictionary[each]))
            : ((IList)value).Cast<object?>().Select((item, k) => (k.ToString(CultureInfo.InvariantCulture), item));
        foreach ((string key, object? item) in items.OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            string inner = value is ClassDict && PartsOfModules.Contains(key) ? path : path.Length == 0 ? key : $"{path}.{key}";
            Walk(item, inner, depth - 1, seen, add, make);
        }
    }

    private static void RequireRoom(ZipEntries entries, string name, TorchTensor tensor, long elements)
    {
        Int128 count = 1, last = tensor.Offset;
        bool sound = tensor.Offset >= 0 && tensor.Shape.Length == tensor.Strides.Length;
        for (int dimension = 0; sound && dimension < tensor.Shape.Length; dimension++)
        {
            sound = tensor.Shape[dimension] >= 0 && tensor.Strides[dimension] >= 0;
            count *= tensor.Shape[dimension];
            last += (Int128)Math.Max(0, tensor.Shape[dimension] - 1) * tensor.Strides[dimension];
            sound &= count <= elements && last <= elements;
        }

        if (!sound || (count > 0 && last >= elements))
        {
            throw WeightsErrors.Of(
                entries.Source,
                $"tensor {WeightsErrors.Quoted(name)} of shape {WeightsErrors.Listed(tensor.Shape)} and strides {WeightsErrors.Listed(tensor.Strides)} "
                + $"begins at element {tensor.Offset} of a storage of {elements}; expected it to lie within");
        }
    }

    private static WeightsException Refused(ZipEntries entries, string what) =>
        WeightsErrors.Of(entries.Source, $"{what}, or safetensors; Python converts it: {ForeignFile.PythonLine(entries.Source)}");
}
