using System.Collections.Generic;
using System.Linq;

namespace DrawAot.Generators.Ops.Filterbank;

/// <summary>
/// The filters of a window in groups whose sums stay in registers while an image passes by: at most five, which are ten of sixteen
/// registers where those have 256 bits, and of sizes that differ by one at most, since the sums of a small group wait for one another.
/// </summary>
internal static class FilterGroups
{
    private const int Largest = 5;

    /// <summary>The groups of one size, larger ones first: the number of the first filter, groups, and filters of each.</summary>
    /// <param name="filters">N.</param>
    public static IReadOnlyList<(int First, int Count, int Size)> Of(int filters)
    {
        int groups = (filters + Largest - 1) / Largest, small = filters / groups, larger = filters % groups;
        return
        [
            .. new[] { (First: 0, Count: larger, Size: small + 1), (First: larger * (small + 1), Count: groups - larger, Size: small) }
                .Where(group => group.Count > 0),
        ];
    }
}
