namespace DrawAot.Torch.Import;

/// <summary>The kinds of layers and tensors that rules name.</summary>
internal enum NameKind
{
    /// <summary>An LSTM: NAME.weight_ih, NAME.weight_hh and NAME.bias.</summary>
    Lstm,

    /// <summary>An affine layer: NAME.weight [outputs, inputs] and NAME.bias.</summary>
    Linear,

    /// <summary>A tensor of that name, which is zero where a file has none.</summary>
    Start,

    /// <summary>A tensor that the model does not have; one that holds anything but zeros is refused.</summary>
    AlwaysZero,

    /// <summary>One affine layer for what are two layers of the model; it is refused where a file has none for these.</summary>
    Shared,
}

/// <summary>A rule: the words by which other projects name a layer or a tensor of a model.</summary>
/// <param name="Kind">The kind of the layer or tensor.</param>
/// <param name="Name">Our name; for <see cref="NameKind.Shared"/> two names, with a space between them.</param>
/// <param name="Needs">
/// Groups of words: <c>"enc|encoder h0"</c> asks for one of <c>enc</c> and <c>encoder</c>, and for <c>h0</c>. A word may serve several groups.
/// </param>
/// <param name="May">Words that may stand beside these and those for its kind of layer.</param>
internal sealed record NameRule(NameKind Kind, string Name, string Needs, string May = "")
{
    /// <summary>Words for the kind of a layer, which do not tell one layer from another.</summary>
    private static readonly HashSet<string>
        LstmFillers = ["rnn", "lstm", "cell", "lstmcell", "layer", "layers", "net", "core", "recurrent", "0"],
        LinearFillers =
        [
            "layer", "layers", "linear", "lin", "fc", "dense", "proj", "projection", "head", "net", "transform", "affine", "readout", "to", "out",
            "output", "0",
        ],
        StartFillers = [.. LstmFillers, "learned", "param"];

    private readonly string[][] _needs = [.. Needs.Split(' ').Select(group => group.Split('|'))];
    private readonly HashSet<string> _may = [.. May.Split(' ')];

    /// <summary>The number of outputs that a layer must have, where two layers share a name; null for no such condition.</summary>
    public int? Outputs { get; init; }

    /// <summary>The number of outputs that a layer must not have; null for no such condition.</summary>
    public int? NotOutputs { get; init; }

    /// <summary>Whether the layer gives log σ², which is halved, because the model has log σ.</summary>
    public bool IsHalved { get; init; }

    /// <summary>Our names of the tensors.</summary>
    public IEnumerable<string> Tensors => Kind switch
    {
        NameKind.Lstm => [$"{Name}.{ForeignName.WeightIh}", $"{Name}.{ForeignName.WeightHh}", $"{Name}.{ForeignName.Bias}"],
        NameKind.Linear => [$"{Name}.{ForeignName.Weight}", $"{Name}.{ForeignName.Bias}"],
        NameKind.Start => [Name],
        _ => [],
    };

    /// <summary>Whether a tensor's name and shape are those of the rule, whatever part of its layer it is.</summary>
    public bool Covers(ForeignName name, ForeignTensor tensor)
    {
        IReadOnlyList<string> words = Kind is NameKind.Start or NameKind.AlwaysZero ? name.Words : name.Path;
        HashSet<string> fillers = Kind switch
        {
            NameKind.Lstm => LstmFillers,
            NameKind.Linear or NameKind.Shared => LinearFillers,
            _ => StartFillers,
        };
        return words.All(word => fillers.Contains(word) || _may.Contains(word) || _needs.Any(group => group.Contains(word)))
            && _needs.All(group => words.Any(group.Contains))
            && (Outputs is not int outputs || OutputsOf(name, tensor) == outputs)
            && (NotOutputs is not int not || OutputsOf(name, tensor) != not);
    }

    private static long OutputsOf(ForeignName name, ForeignTensor tensor) =>
        tensor.Shape.Count == 0 ? 1 : tensor.Shape[name.IsInputsFirst ? ^1 : 0];
}
