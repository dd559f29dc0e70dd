using System.Globalization;
using System.Numerics;

namespace DrawAot.Trainer.Runs;

/// <summary>The numbers that an option takes.</summary>
/// <param name="Smallest">The smallest.</param>
/// <param name="Largest">The largest.</param>
/// <param name="IsOpenBelow">Whether the smallest itself is left out.</param>
/// <param name="IsOpenAbove">Whether the largest itself is left out.</param>
internal sealed record NumberRange<T>(T Smallest, T Largest, bool IsOpenBelow = false, bool IsOpenAbove = false)
    where T : struct, INumber<T>
{
    /// <summary>Whether a number is in the range; NaN is in none.</summary>
    public bool Contains(T number) =>
        (IsOpenBelow ? number > Smallest : number >= Smallest) && (IsOpenAbove ? number < Largest : number <= Largest);

    /// <summary>Reads a number of the range.</summary>
    public bool TryRead(string text, out T number) =>
        T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && Contains(number);

    /// <summary>The range in words.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(T.IsInteger(T.One / (T.One + T.One)) ? "a whole number" : "a number")} " +
        $"{(IsOpenBelow ? "above" : "from")} {Smallest} {(IsOpenAbove ? "to below" : IsOpenBelow ? "and up to" : "to")} {Largest}");
}
