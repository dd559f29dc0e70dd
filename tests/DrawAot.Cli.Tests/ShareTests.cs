using DrawAot.Manifest;

namespace DrawAot.Cli.Tests;

/// <summary>The division of a command's work among threads.</summary>
public class ShareTests
{
    [Theory]
    [InlineData(144, 2, 48, 36)] // two rounds of two threads
    [InlineData(64, 2, 48, 36)]
    [InlineData(96, 2, 48, 48)]
    [InlineData(1000, 1, 48, 48)]
    [InlineData(100, 2, 6, 6)]
    [InlineData(7, 2, 6, 4)]
    [InlineData(2, 2, 6, 1)]
    [InlineData(1, 8, 48, 1)]
    public void Shares_are_even(int count, int threads, int pass, int share) => Assert.Equal(share, Of(count, threads, pass));

    [Fact]
    public void No_share_exceeds_a_pass_and_no_thread_has_two_rounds_more_than_another()
    {
        foreach (int pass in (int[])[6, 12, 30, 48])
        {
            foreach (int threads in (int[])[1, 2, 3, 8, 64])
            {
                for (int count = 1; count <= 400; count++)
                {
                    int share = Of(count, threads, pass), shares = (count + share - 1) / share;
                    Assert.InRange(share, 1, pass);
                    int rounds = (count + threads * pass - 1) / (threads * pass);
                    Assert.True(shares <= rounds * threads, $"{count} in shares of {share} take more than {rounds} rounds of {threads} threads.");
                }
            }
        }
    }

    private static int Of(int count, int threads, int pass) => Sessions<DrawSession>.ShareOf(count, threads, pass);
}
