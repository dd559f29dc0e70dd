using System.Collections;
using System.Globalization;
using Razorvine.Pickle;
using Razorvine.Pickle.Objects;

namespace DrawAot.Torch.Import;

/// <summary>The place of a tensor's elements: an entry of the archive.</summary>
/// <param name="Key">The entry's name after <c>data/</c>.</param>
/// <param name="DataType">The type of its elements as <see cref="ForeignTensor"/> names it.</param>
internal sealed record TorchStorage(string Key, string DataType);

/// <summary>A tensor as a pickle describes it; nothing of it is checked.</summary>
/// <param name="Storage">Its storage.</param>
/// <param name="Offset">Its first element there.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Strides">Elements between neighbours along each dimension.</param>
internal sealed record TorchTensor(TorchStorage Storage, long Offset, long[] Shape, long[] Strides);

/// <summary>
/// Reads a pickle of <c>torch.save</c> with Razorvine.Pickle. Nothing is executed: a class that is not listed here becomes a dictionary
/// of its fields, and one that wants arguments is refused.
/// </summary>
internal sealed class TensorUnpickler : Unpickler
{
    private const int LargestRank = 8;

    static TensorUnpickler()
    {
        // The library's own classes (sets, dates, arrays, …) may copy what they are given as often as a pickle says.
        objectConstructors.Clear();
        registerConstructor("torch._utils", "_rebuild_tensor", new Constructor(RebuildTensor));
        registerConstructor("torch._utils", "_rebuild_tensor_v2", new Constructor(RebuildTensor));
        registerConstructor("torch._utils", "_rebuild_parameter", new Constructor(arguments => arguments[0]));
        foreach ((string module, string name) in (ReadOnlySpan<(string, string)>)
            [
                ("collections", "OrderedDict"), ("collections", "defaultdict"), ("collections", "Counter"),
                ("torch", "device"), ("torch", "Size"),
                ("numpy.core.multiarray", "scalar"), ("numpy._core.multiarray", "scalar"), ("numpy", "dtype"),
                ("numpy.core.multiarray", "_reconstruct"), ("numpy._core.multiarray", "_reconstruct"),
                ("_codecs", "encode"), ("pathlib", "PosixPath"), ("pathlib", "WindowsPath"), ("datetime", "datetime"),
                ("__builtin__", "set"), ("builtins", "set"), ("__builtin__", "complex"), ("builtins", "complex"),
            ])
        {
            registerConstructor(module, name, new Constructor(_ => new Untouched()));
        }
    }

    /// <summary>A storage, from ('storage', its class, its key, its device, its number of elements).</summary>
    protected override object persistentLoad(object pid) => pid is object[] and ["storage", ClassDictConstructor type, string key, ..]
        ? new TorchStorage(key, type.name switch
        {
            "HalfStorage" => ForeignTensor.Float16,
            "BFloat16Storage" => ForeignTensor.Bfloat16,
            "FloatStorage" => ForeignTensor.Float32,
            "DoubleStorage" => ForeignTensor.Float64,
            string other => ForeignTensor.Plain(other),
        })
        : throw new PickleException("a persistent ID is not that of a storage");

    private static TorchTensor RebuildTensor(object[] arguments) => new(
        (TorchStorage)arguments[0],
        Convert.ToInt64(arguments[1], CultureInfo.InvariantCulture),
        Numbers(arguments[2]),
        Numbers(arguments[3]));

    private static long[] Numbers(object tuple) => (object[])tuple is { Length: <= LargestRank } numbers
        ? [.. numbers.Select(number => Convert.ToInt64(number, CultureInfo.InvariantCulture))]
        : throw new PickleException($"a tensor has more than {LargestRank} dimensions");

    private sealed class Constructor(Func<object[], object> construct) : IObjectConstructor
    {
        object IObjectConstructor.construct(object[] args) => construct(args);
    }

    /// <summary>A dictionary, or an object that holds no tensors and whose state is left alone.</summary>
    private sealed class Untouched : Hashtable
    {
#pragma warning disable CA1707, IDE1006, CA1822 // The library calls the method by this name, on an object.
        public void __setstate__(object state) => _ = state;
#pragma warning restore CA1707, IDE1006, CA1822
    }
}
