using System.Globalization;

namespace DrawAot.Native.Tests;

/// <summary>Numbers with all of their bits, as C and Python write them: 0x1.8p-3.</summary>
internal static class HexadecimalFloats
{
    /// <summary>The numbers of a text, one a line.</summary>
    public static float[] Parse(string lines) =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            string[] parts = line["0x".Length..].Split('p');
            string digits = parts[0].Replace(".", "", StringComparison.Ordinal);
            int places = parts[0].Length - 1 - (parts[0].Contains('.', StringComparison.Ordinal) ? 1 : 0);
            ulong mantissa = ulong.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            int exponent = int.Parse(parts[1], CultureInfo.InvariantCulture) - 4 * places;
            return (float)Math.ScaleB(mantissa, exponent);
        })];
}
