using CsCheck;

namespace DrawAot.RandomCases;

/// <summary>Checks a requirement of all that a generator draws, at the seeds of <see cref="CaseSeeds"/>.</summary>
public static class PropertyCheck
{
    private const int LongestText = 5000;

    /// <summary>
    /// Checks a requirement of <paramref name="count"/> cases. After a failure, <paramref name="count"/> more are drawn in search of a
    /// smaller one that fails.
    /// </summary>
    /// <param name="cases">The generator of cases. A case depends on its seed alone.</param>
    /// <param name="requirement">Throws where a case does not meet the requirement.</param>
    /// <param name="count">The number of cases.</param>
    /// <param name="print">Writes a case for the message of a failure; CsCheck's way if it is null.</param>
    /// <exception cref="InvalidOperationException">A case failed: the message has the smallest, and the setting that draws it first.</exception>
    public static void Check<T>(this Gen<T> cases, Action<T> requirement, int count = 100, Func<T, string>? print = null)
    {
        foreach (int seed in CaseSeeds.Take(count))
        {
            if (Fault(cases, requirement, seed, limit: null, print) is { } fault)
            {
                throw Smallest(cases, requirement, fault, count, print).Exception;
            }
        }
    }

    public static void Check<T>(this Gen<T> cases, Func<T, bool> requirement, int count = 100) =>
        cases.Check(value => Assert.True(requirement(value)), count);

    public static void Check<T1, T2>(this Gen<(T1, T2)> cases, Action<T1, T2> requirement, int count = 100) =>
        cases.Check(value => requirement(value.Item1, value.Item2), count);

    public static void Check<T1, T2, T3, T4>(this Gen<(T1, T2, T3, T4)> cases, Action<T1, T2, T3, T4> requirement, int count = 100) =>
        cases.Check(value => requirement(value.Item1, value.Item2, value.Item3, value.Item4), count);

    /// <summary>The random numbers of a seed. The odd factor spreads neighbouring seeds over 64 bits.</summary>
    internal static PCG Generator(int seed) => new((uint)seed, (uint)seed * 0x9E37_79B9_7F4A_7C15);

    private static FailedCase Smallest<T>(Gen<T> cases, Action<T> requirement, FailedCase fault, int count, Func<T, string>? print)
    {
        FailedCase smallest = fault;
        for (int more = 1; more <= count; more++)
        {
            smallest = Fault(cases, requirement, unchecked(fault.Seed + more), smallest.Size, print) ?? smallest;
        }

        return smallest;
    }

    /// <summary>The case of a seed, if it is smaller than a limit and fails.</summary>
    private static FailedCase? Fault<T>(Gen<T> cases, Action<T> requirement, int seed, Size? limit, Func<T, string>? print)
    {
        T value = cases.Generate(Generator(seed), limit, out Size size);
        if (limit is not null && !Size.IsLessThan(size, limit))
        {
            return null;
        }

        try
        {
            requirement(value);
            return null;
        }
        catch (Exception fault)
        {
            string text = (print ?? CsCheck.Check.Print)(value);
            text = text.Length <= LongestText ? text : text[..LongestText] + " …";
            return new FailedCase(seed, size, new InvalidOperationException($"{CaseSeeds.Setting(seed)} fails with {text}: {fault.Message}", fault));
        }
    }

    private sealed record FailedCase(int Seed, Size Size, InvalidOperationException Exception);
}
