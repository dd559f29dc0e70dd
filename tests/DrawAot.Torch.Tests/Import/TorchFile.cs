using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace DrawAot.Torch.Tests.Import;

/// <summary>Writes archives as torch.save does: a pickle of protocol 2, and each storage as an entry that is stored as it is.</summary>
internal sealed class TorchFile
{
    private readonly List<byte> _pickle = [0x80, 2];
    private readonly List<byte[]> _storages = [];

    /// <summary>A state dictionary.</summary>
    public static byte[] StateDict(IEnumerable<ForeignValues> tensors, string type = "F32") => Write(file => file.Dictionary(tensors, type));

    /// <summary>
    /// A checkpoint: {"epoch": 7, KEY: a state dictionary, "optimizer": {"state": {0: {"exp_avg": …}}}, "params": {"device": torch.device("cuda", 0), …}}.
    /// </summary>
    public static byte[] Checkpoint(string key, IReadOnlyList<ForeignValues> tensors) => Write(file => file.Checkpoint(tensors, key));

    /// <summary>A state dictionary whose tensors are views of one storage, as those of an nn.LSTM on a GPU are.</summary>
    public static byte[] Views(IReadOnlyList<ForeignValues> tensors) => Write(file =>
    {
        file._storages.Add([.. tensors.SelectMany(tensor => tensor.Bytes("F32"))]);
        int total = tensors.Sum(tensor => tensor.Values.Length), offset = 0;
        file.OrderedDict();
        file.Op('(');
        foreach (ForeignValues tensor in tensors)
        {
            file.Text(tensor.Name);
            file.Tensor(tensor, "F32", storage: 0, total, offset, RowMajor(tensor.Shape));
            offset += tensor.Values.Length;
        }

        file.Op('u');
    });

    /// <summary>A module saved as a whole, torch.save(model): layers are objects with _parameters and _modules.</summary>
    public static byte[] Module(IReadOnlyList<ForeignValues> tensors) => Write(file => file.Object("__main__", "Draw", tensors));

    /// <summary>A state dictionary of which one tensor's description is changed.</summary>
    public static byte[] Damaged(ForeignValues tensor, long offset, int[] strides) => Write(file =>
    {
        file._storages.Add(tensor.Bytes("F32"));
        file.Op('}');
        file.Text(tensor.Name);
        file.Tensor(tensor, "F32", storage: 0, tensor.Values.Length, offset, strides);
        file.Op('s');
    });

    /// <summary>A pickle that calls a function: {"a": MODULE.NAME("argument")}.</summary>
    public static byte[] Call(string module, string name) => Write(file =>
    {
        file.Op('}');
        file.Text("a");
        file.Global(module, name);
        file.Text("argument");
        file.Op(0x85);
        file.Op('R');
        file.Op('s');
    });

    /// <summary>An archive of any pickle.</summary>
    public static byte[] Archive(byte[] pickle, IEnumerable<byte[]> storages, CompressionLevel compression = CompressionLevel.NoCompression)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create))
        {
            Add("archive/data.pkl", pickle);
            Add("archive/byteorder", "little"u8.ToArray());
            foreach ((int key, byte[] storage) in storages.Index())
            {
                Add($"archive/data/{key}", storage);
            }

            Add("archive/version", "3\n"u8.ToArray());

            void Add(string name, byte[] content)
            {
                using Stream entry = zip.CreateEntry(name, compression).Open();
                entry.Write(content);
            }
        }

        return file.ToArray();
    }

    private static byte[] Write(Action<TorchFile> content)
    {
        var file = new TorchFile();
        content(file);
        file.Op('.');
        return Archive([.. file._pickle], file._storages);
    }

    private void Checkpoint(IEnumerable<ForeignValues> tensors, string key)
    {
        Op('}');
        Op('(');
        Text("epoch");
        _pickle.AddRange([(byte)'K', 7]);
        Text(key);
        Dictionary(tensors, "F32");
        Text("optimizer");
        Op('}');
        Text("state");
        Op('}');
        _pickle.AddRange([(byte)'K', 0]);
        Op('}');
        Text("exp_avg");
        var average = new ForeignValues("exp_avg", [2, 3], [1, 2, 3, 4, 5, 6]);
        _storages.Add(average.Bytes("F32"));
        Tensor(average, "F32", _storages.Count - 1, 6, 0, [3, 1]);
        Op('s');
        Op('s');
        Op('s');
        Text("params");
        Op('}');
        Op('(');
        Text("device");
        Global("torch", "device");
        Text("cuda");
        _pickle.AddRange([(byte)'K', 0]);
        Op(0x86);
        Op('R');
        Text("rate");
        _pickle.AddRange([(byte)'G', 0x3F, 0x50, 0x62, 0x4D, 0xD2, 0xF1, 0xA9, 0xFC]); // 1e-3
        Text("losses");
        Op(']');
        Op('(');
        _pickle.AddRange([(byte)'K', 3]);
        Op('N');
        Op(0x88);
        Op('e');
        Op('u');
        Op('u');
    }

    /// <summary>An OrderedDict of tensors, with the _metadata that a module's has.</summary>
    private void Dictionary(IEnumerable<ForeignValues> tensors, string type)
    {
        OrderedDict();
        Op('(');
        foreach (ForeignValues tensor in tensors)
        {
            Text(tensor.Name);
            _storages.Add(tensor.Bytes(type));
            Tensor(tensor, type, _storages.Count - 1, tensor.Values.Length, 0, RowMajor(tensor.Shape));
        }

        Op('u');
        Op('}');
        Text("_metadata");
        OrderedDict();
        Op('s');
        Op('b');
    }

    private void Object(string module, string name, IReadOnlyList<ForeignValues> tensors)
    {
        Global(module, name);
        Op(')');
        Op(0x81);
        Op('}');
        Op('(');
        Text("training");
        Op(0x88);
        Text("_parameters");
        OrderedDict();
        foreach (ForeignValues tensor in tensors.Where(tensor => !tensor.Name.Contains('.', StringComparison.Ordinal)))
        {
            Text(tensor.Name);
            _storages.Add(tensor.Bytes("F32"));
            Global("torch._utils", "_rebuild_parameter");
            Tensor(tensor, "F32", _storages.Count - 1, tensor.Values.Length, 0, RowMajor(tensor.Shape));
            Op(0x88);
            OrderedDict();
            Op(0x87);
            Op('R');
            Op('s');
        }

        Text("_modules");
        OrderedDict();
        foreach (var child in tensors.Where(tensor => tensor.Name.Contains('.', StringComparison.Ordinal)).GroupBy(tensor => tensor.Name.Split('.')[0]))
        {
            Text(child.Key);
            Object("torch.nn.modules.rnn", "Layer", [.. child.Select(tensor => tensor with { Name = tensor.Name[(child.Key.Length + 1)..] })]);
            Op('s');
        }

        Op('u');
        Op('b');
    }

    /// <summary>torch._utils._rebuild_tensor_v2(storage, offset, shape, strides, False, OrderedDict()).</summary>
    private void Tensor(ForeignValues tensor, string type, int storage, int elements, long offset, int[] strides)
    {
        Global("torch._utils", "_rebuild_tensor_v2");
        Op('(');
        Op('(');
        Text("storage");
        Global("torch", type switch
        {
            "F16" => "HalfStorage",
            "BF16" => "BFloat16Storage",
            "F32" => "FloatStorage",
            "F64" => "DoubleStorage",
            _ => "LongStorage",
        });
        Text($"{storage}");
        Text("cpu");
        Number(elements);
        Op('t');
        Op('Q');
        Number(offset);
        Numbers(tensor.Shape);
        Numbers(strides);
        Op(0x89);
        OrderedDict();
        Op('t');
        Op('R');
    }

    private void OrderedDict()
    {
        Global("collections", "OrderedDict");
        Op(')');
        Op('R');
    }

    private void Numbers(int[] numbers)
    {
        Op('(');
        foreach (int number in numbers)
        {
            Number(number);
        }

        Op('t');
    }

    private void Number(long number)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        _pickle.AddRange(number is >= int.MinValue and <= int.MaxValue ? [(byte)'J', .. bytes[..4]] : [0x8a, 8, .. bytes]);
    }

    private void Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text), length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
        _pickle.AddRange([(byte)'X', .. length, .. utf8]);
    }

    private void Global(string module, string name) => _pickle.AddRange(Encoding.ASCII.GetBytes($"c{module}\n{name}\n"));

    private void Op(int opcode) => _pickle.Add((byte)opcode);

    private static int[] RowMajor(int[] shape)
    {
        int[] strides = new int[shape.Length];
        for (int dimension = shape.Length - 1, stride = 1; dimension >= 0; dimension--)
        {
            strides[dimension] = stride;
            stride *= shape[dimension];
        }

        return strides;
    }
}
