using DrawAot.Manifest;

namespace DrawAot.Torch.Import;

/// <summary>The names that other projects give the tensors of a family of models. The first rule that covers a tensor counts.</summary>
/// <param name="Rules">The rules.</param>
internal sealed record NameTable(IReadOnlyList<NameRule> Rules)
{
    private const string Encoder = "enc|encoder|encode", Decoder = "dec|decoder|decode";
    private const string Window = "window|attn|attention|att", OfLatents = "z q latent latents posterior sampler qsampler enc encoder h";
    private const string State = "h0|h|hid|hidden|state", CellState = "c0|c|cell|cells", Initial = "h0|c0|0|init|initial|start";

    /// <summary>DRAW.</summary>
    public static NameTable Draw { get; } = new(
    [
        new(NameKind.Lstm, "encoder", Encoder),
        new(NameKind.Lstm, "decoder", Decoder),
        new(NameKind.Start, "encoder.h0", $"{Encoder} {State} {Initial}"),
        new(NameKind.Start, "decoder.h0", $"{Decoder} {State} {Initial}"),
        new(NameKind.AlwaysZero, "encoder.c0", $"{Encoder} {CellState} {Initial}"),
        new(NameKind.AlwaysZero, "decoder.c0", $"{Decoder} {CellState} {Initial}"),
        new(NameKind.Linear, "latent.mean", "mu|mean|mus", OfLatents),
        new(NameKind.Linear, "latent.log_sigma", "logvar|var|variance|logvariance|sigma2|logsigma2", $"log {OfLatents}") { IsHalved = true },
        new(NameKind.Linear, "latent.log_sigma", "sigma|logsigma 2|sq|squared", $"log {OfLatents}") { IsHalved = true },
        new(NameKind.Linear, "latent.log_sigma", "sigma|logsigma|logstd", $"log {OfLatents}"),
        new(NameKind.Linear, "latent.log_sigma", "std log", OfLatents),
        new(NameKind.Linear, "read.window", $"read|reader {Window}", "params parameters"),
        new(NameKind.Linear, "read.window", "read|reader") { Outputs = ModelTensors.WindowSize },
        new(NameKind.Linear, "write.window", $"write|writer {Window}", "params parameters"),
        new(NameKind.Linear, "write.window", "write|writer") { Outputs = ModelTensors.WindowSize },
        new(NameKind.Linear, "write.patch", "write|writer", "patch w content canvas dec decoder") { NotOutputs = ModelTensors.WindowSize },
        new(NameKind.Linear, "write.patch", $"{Decoder} w|patch") { NotOutputs = ModelTensors.WindowSize },
        new(NameKind.Start, "canvas.initial", "canvas", "init initial start 0 bias c0"),
        new(NameKind.Shared, "read.window write.window", Window, "params parameters dec decoder h") { Outputs = ModelTensors.WindowSize },
        new(NameKind.Shared, "read.window write.window", Decoder, "h") { Outputs = ModelTensors.WindowSize },
    ]);

    /// <summary>All of our names.</summary>
    public IReadOnlyList<string> Names { get; } = [.. Rules.SelectMany(rule => rule.Tensors).Distinct()];

    /// <summary>The rule of one of our names, for a tensor that holds what ours does.</summary>
    public NameRule RuleOf(string ourName) => Rules.First(rule => rule.Tensors.Contains(ourName)) with { IsHalved = false };

    /// <summary>The meaning of a tensor's name without prefix; null where no rule covers it.</summary>
    public NamedPart? PartOf(string name, ForeignTensor tensor)
    {
        if (Names.Contains(name))
        {
            return new NamedPart(RuleOf(name), name[(name.LastIndexOf('.') + 1)..], name, IsOurs: true);
        }

        ForeignName foreign = ForeignName.Of(name);
        NameRule? found = Rules.FirstOrDefault(rule => Takes(rule.Kind, foreign.Leaf) && rule.Covers(foreign, tensor));
        return found is null ? null : new NamedPart(found, foreign.Leaf, OurName(found, foreign.Leaf), IsOurs: false);
    }

    private static bool Takes(NameKind kind, string leaf) => kind switch
    {
        NameKind.Lstm => leaf is not (ForeignName.Weight or ForeignName.None),
        NameKind.Linear or NameKind.Shared => leaf is ForeignName.Weight or ForeignName.Kernel or ForeignName.Bias,
        _ => true,
    };

    private static string OurName(NameRule rule, string leaf) => rule.Kind switch
    {
        NameKind.Lstm => $"{rule.Name}.{(leaf is ForeignName.BiasIh or ForeignName.BiasHh ? ForeignName.Bias : leaf)}",
        NameKind.Linear => $"{rule.Name}.{(leaf == ForeignName.Kernel ? ForeignName.Weight : leaf)}",
        _ => rule.Name,
    };
}

/// <summary>The meaning of a tensor's name.</summary>
/// <param name="Rule">The rule that covers the name.</param>
/// <param name="Leaf">Its part of the layer, as <see cref="ForeignName"/> names parts.</param>
/// <param name="OurName">Our name of the tensor that is made of it, alone or with another.</param>
/// <param name="IsOurs">Whether it has that very name.</param>
internal sealed record NamedPart(NameRule Rule, string Leaf, string OurName, bool IsOurs);
