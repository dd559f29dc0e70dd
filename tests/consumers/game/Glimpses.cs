using System.Diagnostics;

namespace Game;

/// <summary>
/// Draws one picture after the other, in each frame the glimpses that fit into a budget, and at least one, so that a picture is
/// finished however slow the machine is. Allocates nothing after its construction.
/// </summary>
internal sealed class Glimpses : IDisposable
{
    private readonly Digits.Session _session;
    private readonly ulong _seed;
    private readonly float[] _finished = new float[Digits.PixelCount];
    private long _expected;

    public Glimpses(Digits model, ulong seed)
    {
        (_session, _seed) = (model.CreateSession(), seed);

        // A whole picture before the first frame: methods are compiled, and a glimpse is measured.
        Advance(long.MaxValue);
        Count = 0;
    }

    /// <summary>The number of finished pictures.</summary>
    public ulong Count { get; private set; }

    /// <summary>The last finished picture [B, A], each value in [0, 1]; at first the one that the constructor draws.</summary>
    public ReadOnlySpan<float> Finished => _finished;

    /// <summary>The picture being drawn.</summary>
    public void CopyTo(Span<float> picture) => _session.CopyPicture(picture);

    /// <summary>
    /// Draws glimpses of the current picture until the next one is expected to end after the deadline, or the picture is finished.
    /// A glimpse is expected to take as long as the longest so far, halved with each frame so that one delay does not count for ever.
    /// </summary>
    /// <param name="deadline">A time stamp of <see cref="Stopwatch"/>.</param>
    /// <returns>The number of glimpses.</returns>
    public int Advance(long deadline)
    {
        if (_session.Glimpse is 0 or Digits.Glimpses)
        {
            _session.Begin(_seed, index: Count);
        }

        int glimpses = 0;
        long now = Stopwatch.GetTimestamp();
        _expected /= 2;
        while ((glimpses == 0 || now + _expected < deadline) && _session.Step())
        {
            long end = Stopwatch.GetTimestamp();
            (_expected, now) = (Math.Max(_expected, end - now), end);
            glimpses++;
        }

        if (_session.Glimpse == Digits.Glimpses)
        {
            _session.CopyPicture(_finished);
            Count++;
        }

        return glimpses;
    }

    public void Dispose() => _session.Dispose();
}
