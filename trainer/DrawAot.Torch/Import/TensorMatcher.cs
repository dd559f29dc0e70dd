using DrawAot.Weights;

namespace DrawAot.Torch.Import;

/// <summary>Finds, for each tensor of a model, the tensors of a file that it is made of: by the map, by our names, by the table's rules.</summary>
internal sealed class TensorMatcher
{
    /// <summary>A model has two dozen; a checkpoint with an optimiser's state some hundreds.</summary>
    private const int MostTensors = 10_000;

    private const int LongestName = 512, DeepestPrefix = 16;

    private readonly ForeignFile _file;
    private readonly NameTable _table;
    private readonly Dictionary<string, IReadOnlyList<ForeignTensor>> _parts = [];
    private readonly Dictionary<string, NameRule> _rules = [];
    private readonly HashSet<ForeignTensor> _used = [];

    private TensorMatcher(ForeignFile file, NameTable table) => (_file, _table) = (file, table);

    /// <summary>Matches a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="table">The names of the family of models.</param>
    /// <param name="map">Names that the table does not have, or that overrule it.</param>
    /// <param name="prefix">The prefix of the model's names; null to take the one under which most names have a meaning.</param>
    /// <exception cref="WeightsException">A name has two meanings or a meaning two names, or the file has a layer that the family has not.</exception>
    public static MatchedTensors Match(ForeignFile file, NameTable table, NameMap map, string? prefix = null)
    {
        var matcher = new TensorMatcher(file, table);
        if (file.Tensors.Count > MostTensors)
        {
            throw matcher.Refused($"the file has {file.Tensors.Count} tensors; expected at most {MostTensors}");
        }

        matcher.TakeMapped(map);
        matcher.TakeNamed(prefix ?? matcher.CommonPrefix());
        return new MatchedTensors(
            file, table, matcher._parts, matcher._rules, [.. file.Tensors.Where(tensor => !matcher._used.Contains(tensor))]);
    }

    private void TakeMapped(NameMap map)
    {
        Dictionary<string, ForeignTensor> byName = _file.Tensors.ToDictionary(tensor => tensor.Name);
        foreach ((string ours, IReadOnlyList<NameMap.Entry> theirs) in map.Names)
        {
            _parts[ours] = [.. theirs.Select(entry => byName.TryGetValue(entry.Name, out ForeignTensor? tensor)
                ? tensor
                : throw new WeightsException(
                    $"{entry.Place}: '{_file.Source}' has no tensor {WeightsErrors.Quoted(entry.Name)}, which the map gives for '{ours}'; "
                    + "expected a name that --dry-run lists."))];
            _rules[ours] = _table.RuleOf(ours);
            _used.UnionWith(_parts[ours]);
        }
    }

    private void TakeNamed(string prefix)
    {
        var named = new List<(ForeignTensor Tensor, NamedPart Part)>();
        foreach (ForeignTensor tensor in _file.Tensors)
        {
            if (!_used.Contains(tensor) && tensor.Name.Length <= LongestName && tensor.Name.StartsWith(prefix, StringComparison.Ordinal)
                && _table.PartOf(tensor.Name[prefix.Length..], tensor) is NamedPart part && !_parts.ContainsKey(part.OurName))
            {
                named.Add((tensor, part));
            }
        }

        foreach (var layer in named.Where(item => item.Part.Rule.Kind is not (NameKind.Shared or NameKind.AlwaysZero)
            && item.Part.Leaf is not (ForeignName.Kernel or ForeignName.OtherLstm)).GroupBy(item => item.Part.OurName))
        {
            Take(layer.Key, [.. layer]);
        }

        foreach (var tensors in named.Where(item => item.Part.Leaf == ForeignName.Kernel && item.Part.Rule.Kind == NameKind.Linear).GroupBy(item => item.Part.OurName))
        {
            Take(tensors.Key, [.. tensors]);
        }

        foreach ((ForeignTensor tensor, NamedPart part) in named)
        {
            Judge(tensor, part);
        }
    }

    /// <summary>Takes the tensor that has our very name, or the only one that a rule covers, or both biases of an LSTM.</summary>
    private void Take(string ours, IReadOnlyList<(ForeignTensor Tensor, NamedPart Part)> found)
    {
        if (found.Where(item => item.Part.IsOurs).ToList() is { Count: 1 } exact)
        {
            found = exact;
        }

        var byLeaf = found.GroupBy(item => item.Part.Leaf).ToDictionary(part => part.Key, part => part.ToList());
        bool twoBiases = byLeaf.Count == 2 && byLeaf.ContainsKey(ForeignName.BiasIh) && byLeaf.ContainsKey(ForeignName.BiasHh);
        if (byLeaf.Values.FirstOrDefault(part => part.Count > 1) is [var first, var second, ..])
        {
            throw TwoMeanings(first.Tensor, second.Tensor);
        }

        if (byLeaf.Count > 1 && !twoBiases)
        {
            throw TwoMeanings(found[0].Tensor, found[1].Tensor);
        }

        if (byLeaf.Keys.FirstOrDefault(leaf => leaf is ForeignName.BiasIh or ForeignName.BiasHh) is string half && !twoBiases)
        {
            throw Refused($"tensor {Name(found[0].Tensor)} has no counterpart of the name {(half == ForeignName.BiasIh ? "bias_hh" : "bias_ih")}; expected both, which are added, or one bias");
        }

        _parts[ours] = [.. found.OrderByDescending(item => item.Part.Leaf, StringComparer.Ordinal).Select(item => item.Tensor)];
        _rules[ours] = found[0].Part.Rule;
        _used.UnionWith(_parts[ours]);

        WeightsException TwoMeanings(ForeignTensor a, ForeignTensor b) => Refused(
            $"the tensors {Name(a)} and {Name(b)} could both be '{ours}'; expected one, or the word of --map: {{\"{ours}\": \"THEIR NAME\"}}");
    }

    /// <summary>Refuses layers of another kind, and numbers for which the model has no place.</summary>
    private void Judge(ForeignTensor tensor, NamedPart part)
    {
        switch (part)
        {
            case { Rule.Kind: NameKind.Lstm, Leaf: ForeignName.Kernel } when !part.Rule.Tensors.All(_parts.ContainsKey):
                throw Refused(
                    $"tensor {Name(tensor)} is an LSTM's kernel [inputs, 4·H], whose gates TensorFlow orders i, g, f, o and Keras i, f, g, o, and the file does not say which; "
                    + $"expected '{part.Rule.Name}.weight_ih' [4·H, inputs] and '{part.Rule.Name}.weight_hh' [4·H, H], rows in the order i, f, g, o, as PyTorch has them");
            case { Rule.Kind: NameKind.Lstm, Leaf: ForeignName.OtherLstm }:
                throw Refused(
                    $"tensor {Name(tensor)} belongs to a second layer, another direction, a projection or the peepholes of '{part.Rule.Name}'; "
                    + "expected an LSTM of one layer without these");
            case { Rule.Kind: NameKind.AlwaysZero } when tensor.Read(_file.Source, out _).AsSpan().ContainsAnyExcept(0f):
                throw Refused($"tensor {Name(tensor)} is an LSTM's first cell state and not zero; expected none, since cell states start at zero");
            case { Rule.Kind: NameKind.Shared, Leaf: not ForeignName.Bias }
                when part.Rule.Name.Split(' ').FirstOrDefault(name => !_parts.ContainsKey(name + ".weight")) is string missing:
                string[] layers = part.Rule.Name.Split(' ');
                throw Refused(
                    $"tensor {Name(tensor)} looks like one layer for what are two here, '{layers[0]}' and '{layers[1]}', and '{missing}' has none of its own; "
                    + "expected one each. The public ports that share the layer also have another window, which no weights express (docs/import.md); "
                    + "if yours has the paper's, name the layer for both by --map");
        }
    }

    /// <summary>The beginning of names, up to a dot or a slash, after which the most names have a meaning.</summary>
    private string CommonPrefix()
    {
        var found = new Dictionary<string, HashSet<string>> { [""] = [] };
        foreach (ForeignTensor tensor in _file.Tensors.Where(tensor => !_used.Contains(tensor) && tensor.Name.Length <= LongestName))
        {
            int depth = 0;
            for (int start = 0; depth < DeepestPrefix; depth++)
            {
                if (_table.PartOf(tensor.Name[start..], tensor) is { Rule.Kind: not NameKind.Shared } part)
                {
                    string prefix = tensor.Name[..start];
                    found.TryAdd(prefix, []);
                    found[prefix].Add($"{part.OurName} {part.Leaf}");
                }

                int separator = tensor.Name.AsSpan(start).IndexOfAny('.', '/');
                if (separator < 0)
                {
                    break;
                }

                start += separator + 1;
            }
        }

        int most = found.Values.Max(parts => parts.Count);
        string[] best = [.. found.Where(entry => entry.Value.Count == most).Select(entry => entry.Key).Order(StringComparer.Ordinal)];
        best = [.. best.Where(prefix => !best.Any(longer => longer != prefix && longer.StartsWith(prefix, StringComparison.Ordinal)))];
        return best.Length == 1
            ? best[0]
            : throw Refused($"the names under {WeightsErrors.Quoted(best[0])} and under {WeightsErrors.Quoted(best[1])} both look like a model's; expected --prefix to say which");
    }

    private static string Name(ForeignTensor tensor) => WeightsErrors.Quoted(tensor.Name);

    private WeightsException Refused(string sentence) => WeightsErrors.Of(_file.Source, sentence);
}
