using CsCheck;
using DrawAot.RandomCases;

namespace DrawAot.Tests;

/// <summary>The seeds of random cases, and how a failure is reported.</summary>
public class PropertyCheckTests
{
    private static readonly Gen<int[]> Numbers = Gen.Int[0, 1000].Array[0, 20];

    [Fact]
    public void A_test_draws_the_same_seeds_in_each_run() => Assert.Equal([0, 1, 2, 3], CaseSeeds.Take(4, minutes: null, first: null));

    [Fact]
    public void A_given_seed_is_drawn_first()
    {
        Assert.Equal([17, 18], CaseSeeds.Take(2, minutes: null, first: "17"));
        Assert.Equal(17, CaseSeeds.Take(2, minutes: "0.001", first: "17").First());
        Assert.Equal([int.MaxValue, int.MinValue], CaseSeeds.Take(2, minutes: null, first: $"{int.MaxValue}"));
    }

    [Fact]
    public void Minutes_draw_other_seeds_in_each_run() =>
        Assert.NotEqual(CaseSeeds.Take(1, minutes: "1", first: null).Take(8), CaseSeeds.Take(1, minutes: "1", first: null).Take(8));

    [Fact]
    public void A_case_depends_on_its_seed_alone()
    {
        List<int[]> once = Drawn(), again = Drawn();
        Assert.Equal(once, again);
        Assert.True(once.DistinctBy(numbers => string.Join(',', numbers)).Count() > once.Count / 2);
    }

    [Fact]
    public void A_failure_states_the_smallest_case_found_and_the_seed_that_draws_it_first()
    {
        int met = 0;
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => Numbers.Check(
            numbers =>
            {
                met += numbers.Length < 5 ? 1 : 0;
                Assert.True(numbers.Length < 5, "too long");
            },
            print: numbers => $"[{string.Join(' ', numbers)}]"));

        int seed = int.Parse(failure.Message.Split('=', ' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        int[] smallest = Numbers.Generate(PropertyCheck.Generator(seed), null, out _);
        Assert.True(met > 0);
        Assert.Equal(5, smallest.Length);
        Assert.StartsWith($"{CaseSeeds.Setting(seed)} fails with [{string.Join(' ', smallest)}]: too long", failure.Message, StringComparison.Ordinal);
    }

    private static List<int[]> Drawn()
    {
        var drawn = new List<int[]>();
        Numbers.Check(drawn.Add);
        return drawn;
    }
}
