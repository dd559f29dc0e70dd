using DrawAot.Weights;

namespace DrawAot.Torch.Import;

/// <summary>The tensors of a file under our names; their shapes are not compared with anything yet.</summary>
/// <param name="File">The file.</param>
/// <param name="Table">The names of the family of models.</param>
/// <param name="Parts">For each of our names, the tensor or the two that are added; none for zeros, by the map's word.</param>
/// <param name="Rules">For each of our names, the rule that it was found by.</param>
/// <param name="Ignored">The tensors that are not used.</param>
internal sealed record MatchedTensors(
    ForeignFile File,
    NameTable Table,
    IReadOnlyDictionary<string, IReadOnlyList<ForeignTensor>> Parts,
    IReadOnlyDictionary<string, NameRule> Rules,
    IReadOnlyList<ForeignTensor> Ignored)
{
    private const string GateOrder = "4·H rows, the gates in the order i, f, g, o, as PyTorch has them";

    /// <summary>Whether the file has a tensor of our name.</summary>
    public bool Has(string name) => Parts.TryGetValue(name, out IReadOnlyList<ForeignTensor>? parts) && parts.Count > 0;

    /// <summary>H of an LSTM, from its recurrent weights [4·H, H].</summary>
    /// <param name="layer">Our name of the LSTM.</param>
    /// <exception cref="WeightsException">There are none, or they are of another recurrent layer or layout.</exception>
    public int Hidden(string layer)
    {
        string name = $"{layer}.{ForeignName.WeightHh}";
        (int rows, int columns) = Matrix(name);
        string found = $"tensor {WeightsErrors.Quoted(Parts[name][0].Name)} has the shape {WeightsErrors.Listed(Parts[name][0].Shape)}";
        return rows == 4L * columns ? columns
            : columns == 4L * rows ? throw Refused(
                $"{found}, that of [H, 4·H]; expected [4·H, H], {GateOrder}: frameworks that store the transpose order the gates differently, and a file does not say how")
            : rows == 3L * columns ? throw Refused($"{found}, that of a GRU; expected an LSTM's [4·H, H]")
            : throw Refused($"{found}; expected [4·H, H], {GateOrder}");
    }

    /// <summary>Inputs of an LSTM, from its input weights [4·H, inputs].</summary>
    /// <inheritdoc cref="Hidden"/>
    public int Inputs(string layer)
    {
        string name = $"{layer}.{ForeignName.WeightIh}";
        int hidden = Hidden(layer);
        (int rows, int columns) = Matrix(name);
        return rows == 4L * hidden
            ? columns
            : throw Refused($"tensor {WeightsErrors.Quoted(Parts[name][0].Name)} has the shape {WeightsErrors.Listed(Parts[name][0].Shape)}; "
                + $"expected [{4L * hidden}, inputs], {GateOrder}");
    }

    /// <summary>Outputs of an affine layer, from its weights in either orientation.</summary>
    /// <param name="layer">Our name of the layer.</param>
    /// <param name="inputs">Its number of inputs.</param>
    /// <exception cref="WeightsException">There are none, or neither side is the number of inputs.</exception>
    public int Outputs(string layer, int inputs)
    {
        string name = $"{layer}.{ForeignName.Weight}";
        (int rows, int columns) = Matrix(name);
        return columns == inputs ? rows
            : rows == inputs ? columns
            : throw Refused(
                $"tensor {WeightsErrors.Quoted(Parts[name][0].Name)} has the shape {WeightsErrors.Listed(Parts[name][0].Shape)}; expected [outputs, {inputs}]");
    }

    /// <summary>The exception for the file.</summary>
    public WeightsException Refused(string sentence) => WeightsErrors.Of(File.Source, sentence);

    /// <summary>Says how to name a tensor that was not found.</summary>
    public WeightsException Missing(string name)
    {
        const int Most = 12;
        string has = Ignored.Count == 0 ? "no tensor is left over"
            : $"left over are {string.Join(", ", Ignored.Take(Most))}{(Ignored.Count > Most ? $" and {Ignored.Count - Most} more" : "")}";
        string absent = name.EndsWith(".bias", StringComparison.Ordinal) ? ", or null if the layer has none" : "";
        return Refused($"no tensor was found for '{name}', and {has}; expected one, by --map if its name is unusual: {{\"{name}\": \"THEIR NAME\"}}{absent}");
    }

    private (int Rows, int Columns) Matrix(string name)
    {
        if (!Has(name))
        {
            throw Missing(name);
        }

        ForeignTensor tensor = Parts[name][0];
        IReadOnlyList<long> sides = tensor.Shape.Count == 2 ? tensor.Shape : [.. tensor.Shape.Where(side => side != 1)];
        return sides is [> 0 and <= int.MaxValue and var rows, > 0 and <= int.MaxValue and var columns]
            ? ((int)rows, (int)columns)
            : throw Refused(
                $"tensor {WeightsErrors.Quoted(tensor.Name)}, for '{name}', has the shape {WeightsErrors.Listed(tensor.Shape)}; expected two dimensions, neither of them 0");
    }
}
