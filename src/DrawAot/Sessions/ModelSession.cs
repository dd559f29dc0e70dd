using DrawAot.Layout;
using DrawAot.Runtime;

namespace DrawAot;

/// <summary>The base of all sessions: memory, the claim of one call at a time, and the division of a batch into passes over the weights.</summary>
/// <remarks>
/// A session serves one call at a time, on any thread. A call that begins while another is at work throws an
/// <see cref="InvalidOperationException"/> and changes nothing; only constant properties (shape, <see cref="MemorySize"/>,
/// <see cref="BatchSize"/>) can be read at any time.
/// </remarks>
public abstract class ModelSession : IDisposable
{
    /// <summary>
    /// The fewest pictures for which a batch tile is faster than one after the other: a float kernel takes as long for a part of a tile
    /// as for all of it.
    /// </summary>
    private const int MinTileFill = 3;

    private readonly ModelState _memory;
    private ExclusiveUse _use;

    private protected ModelSession(ModelState memory) => _memory = memory;

    /// <summary>
    /// The number of images that a kernel computes at once. A batch takes the least time per image where its size is a multiple of
    /// <see cref="BatchSize"/>, then where it is a multiple of this.
    /// </summary>
    public static int BatchTile => PanelFormat.BatchTile;

    /// <summary>
    /// The most images of a batch that share a pass over the weights, a multiple of <see cref="BatchTile"/>: one tile where the
    /// model's weights stay in a cache, up to eight where every pass reads them from memory. Larger batches take several passes.
    /// </summary>
    public int BatchSize => _memory.MaxPictures;

    /// <summary>Bytes that the session takes, besides the model's.</summary>
    public long MemorySize => _memory.MemorySize;

    /// <summary>
    /// Frees the session's memory: at once, or if another thread is in a call of the session, when that call ends. It runs to
    /// its end, and no other call begins. Further calls of this method do nothing.
    /// </summary>
    public void Dispose()
    {
        if (_use.Close())
        {
            _memory.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Claims the session for one public member, until the claim is disposed of. Every member that reads or changes state
    /// runs under one; private members expect their caller to hold it.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed, or will be when the call at work ends.</exception>
    internal Claim Enter()
    {
        _use.Enter(this);
        return new Claim(this);
    }

    /// <summary>
    /// The number of pictures in the next pass over the weights: whole tiles, and a last one with <see cref="MinTileFill"/> pictures or
    /// more; otherwise 1.
    /// </summary>
    private protected int NextPass(int left)
    {
        int pictures = Math.Min(left, BatchSize), last = pictures % PanelFormat.BatchTile;
        return last >= MinTileFill ? pictures : Math.Max(1, pictures - last);
    }

    /// <summary>
    /// The right to use a session, for one call. Its end is also what keeps the session, and so the memory that spans point to,
    /// from being finalized before.
    /// </summary>
    internal readonly ref struct Claim(ModelSession session)
    {
        /// <summary>Gives the session back, and frees it if that was asked for meanwhile.</summary>
        public void Dispose()
        {
            if (session._use.Leave())
            {
                session._memory.Dispose();
            }
        }
    }
}
