using System.Text.RegularExpressions;

namespace DrawAot.Torch.Import;

/// <summary>
/// A tensor's name as frameworks form it, the path of a layer and a word for the tensor: <c>dec.rnn.weight_hh_l0</c> is
/// <c>dec rnn</c> and <c>weight_hh</c>.
/// </summary>
/// <param name="Words">All words, in lower case: <c>writeW/w</c> has three.</param>
/// <param name="Path">The words of the layer's path.</param>
/// <param name="Leaf">The tensor within its layer, one of the constants here.</param>
/// <param name="IsInputsFirst">Whether frameworks that name a matrix so store it as [inputs, outputs]: <c>w</c> and <c>kernel</c>, not <c>weight</c>.</param>
internal readonly partial record struct ForeignName(IReadOnlyList<string> Words, IReadOnlyList<string> Path, string Leaf, bool IsInputsFirst = false)
{
    public const string WeightIh = "weight_ih", WeightHh = "weight_hh", BiasIh = "bias_ih", BiasHh = "bias_hh", Weight = "weight", Bias = "bias";

    /// <summary>A matrix of TensorFlow, Keras or Theano, whose rows are inputs.</summary>
    public const string Kernel = "kernel";

    /// <summary>A tensor of an LSTM's second layer, reverse direction, projection or peepholes.</summary>
    public const string OtherLstm = "other";

    /// <summary>No word that names a part of a layer.</summary>
    public const string None = "";

    /// <summary>Splits a name.</summary>
    public static ForeignName Of(string name)
    {
        string spaced = CamelCase().Replace(name, "_").ToLowerInvariant();
        IReadOnlyList<string> words = Split(spaced);
        if (LstmPart().Match(spaced) is { Success: true } lstm)
        {
            string part = $"{lstm.Groups["kind"].Value}_{lstm.Groups["of"].Value}";
            bool first = lstm.Groups["layer"].Value is "" or "0" && !lstm.Groups["reverse"].Success;
            return new ForeignName(
                words, Split(lstm.Groups["path"].Value), first && part is WeightIh or WeightHh or BiasIh or BiasHh ? part : OtherLstm);
        }

        return LayerPart().Match(spaced) is { Success: true } layer
            ? new ForeignName(
                words,
                Split(layer.Groups["path"].Value),
                layer.Groups["part"].Value switch
                {
                    "kernel" or "w_0" => Kernel,
                    ['b', ..] => Bias,
                    _ => Weight,
                },
                layer.Groups["part"].Value is "kernel" or "w_0" or "w")
            : new ForeignName(words, words, None);
    }

    private static string[] Split(string text) => text.Split(['.', '_', '/', ':', '-', ' '], StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")]
    private static partial Regex CamelCase();

    [GeneratedRegex(@"^((?<path>.*)[._/:])?(?<kind>weight|bias)_(?<of>[a-z]+)(_l(?<layer>[0-9]+))?(?<reverse>_reverse)?$")]
    private static partial Regex LstmPart();

    [GeneratedRegex("^((?<path>.*)[._/:])?(?<part>weights?|kernel|w_0|w|bias|biases|b)(:0)?$")]
    private static partial Regex LayerPart();
}
