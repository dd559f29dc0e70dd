using System.Globalization;
using System.Text.Json.Nodes;

namespace DrawAot.Bench.Ratios;

/// <summary>One headline figure and where it should land.</summary>
/// <param name="What">What is measured.</param>
/// <param name="Against">What it is compared with.</param>
/// <param name="Value">The figure.</param>
/// <param name="Target">Where it should land.</param>
/// <param name="IsCost">Whether it should be at most that, not at least.</param>
/// <param name="Unit">Its unit, after the number: × for a ratio.</param>
/// <param name="Details">The two things that were compared, in their own units.</param>
internal sealed record Ratio(string What, string Against, double Value, double Target, bool IsCost, string Unit, string Details)
{
    /// <summary>Whether it landed there.</summary>
    public bool IsReached => IsCost ? Value <= Target : Value >= Target;

    /// <summary>Its figure with its unit.</summary>
    public string Figure => Text(Value);

    /// <summary>Its target, with its unit.</summary>
    public string Goal => (IsCost ? "≤ " : "≥ ") + Text(Target);

    /// <summary>The fields that programs read.</summary>
    public JsonObject ToJson() => new()
    {
        ["what"] = What,
        ["against"] = Against,
        ["value"] = Value,
        ["target"] = Target,
        ["bound"] = IsCost ? "at most" : "at least",
        ["unit"] = Unit,
        ["reached"] = IsReached,
        ["details"] = Details,
    };

    private string Text(double value) =>
        value.ToString(Math.Abs(value) >= 10 ? "F1" : "F2", CultureInfo.InvariantCulture) + Unit;
}
