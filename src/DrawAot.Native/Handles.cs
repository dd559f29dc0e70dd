using System.Diagnostics.CodeAnalysis;

namespace DrawAot.Native;

/// <summary>
/// What C programs hold instead of objects. A handle looks like a pointer, but is a number that is looked up here and
/// never followed, so whatever is passed in, also a handle of something that is gone, is recognised and refused.
/// </summary>
/// <remarks>
/// <para>
/// From the lowest bit: a mark (4 bits), the slot's index (16), the slot's generation (20), and a tag of this library in
/// this process (24). Handles of other libraries have another tag, and pointers to memory have, almost always, another
/// mark or tag; a slot's generation changes whenever what it held is destroyed.
/// </para>
/// <para>
/// Looking up takes no lock. A call claims a handle with one compare-and-swap and gives it back with one store; the session's
/// own claim takes two more. A call that finds the handle claimed is refused, so no two threads use it and no thread destroys it
/// during another's call.
/// </para>
/// </remarks>
internal static class Handles
{
    private const int MarkBits = 4, IndexBits = 16, GenerationBits = 20;
    private const int IndexShift = MarkBits, GenerationShift = IndexShift + IndexBits, TagShift = GenerationShift + GenerationBits;
    private const ulong Mark = 0b1001;
    private const int FirstSlots = 64, GenerationMask = (1 << GenerationBits) - 1;

    /// <summary>Largest number of objects at a time.</summary>
    public const int Most = 1 << IndexBits;

    private static readonly Lock Gate = new();
    private static readonly ulong Tag = (ulong)Random.Shared.Next(1, 1 << (64 - TagShift));
    private static readonly Stack<int> Free = new();
    private static Slot[] _slots = [];

    /// <summary>Makes a handle of an object.</summary>
    /// <returns>False where there are too many.</returns>
    public static bool TryCreate(object target, out nint handle)
    {
        lock (Gate)
        {
            if (Free.Count == 0 && !TryGrow())
            {
                handle = 0;
                return false;
            }

            int index = Free.Pop();
            Slot slot = _slots[index];
            slot.Target = target;
            Volatile.Write(ref slot.State, slot.Live);
            handle = (nint)((Tag << TagShift) | ((ulong)slot.Generation << GenerationShift) | ((ulong)index << IndexShift) | Mark);
            return true;
        }
    }

    /// <summary>Claims an object for the calling thread, which gives it back with <see cref="Slot.Leave"/>.</summary>
    /// <typeparam name="T">What kind of object it is.</typeparam>
    /// <param name="handle">Its handle.</param>
    /// <param name="kind">What messages call that kind.</param>
    /// <param name="slot">Where it is kept.</param>
    public static Status Claim<T>(nint handle, string kind, out Slot? slot)
        where T : class
    {
        Status status = Find<T>(handle, kind, out slot, out long live);
        if (status != Status.Ok)
        {
            return status;
        }

        long found = Interlocked.CompareExchange(ref slot!.State, live | Slot.ClaimedBit, live);
        return found == live ? Status.Ok
            : found == (live | Slot.ClaimedBit) ? LastError.Refuse(
                Status.Busy, $"The {kind} is in use by another call at this moment; one call at a time was expected.")
            : Gone(kind);
    }

    /// <summary>Ends the life of an object that the calling thread has claimed. Its handle is refused from now on.</summary>
    public static void Destroy(Slot slot)
    {
        slot.Target = null;
        lock (Gate)
        {
            slot.Generation = (slot.Generation + 1) & GenerationMask;
            Volatile.Write(ref slot.State, 0);

            // A slot that has had all generations is never used again, or its first handles would become valid again.
            if (slot.Generation != slot.FirstGeneration)
            {
                Free.Push(slot.Index);
            }
        }
    }

    private static Status Find<T>(nint handle, string kind, [NotNullWhen(true)] out Slot? slot, out long live)
        where T : class
    {
        (slot, live) = (null, 0);
        if (handle == 0)
        {
            return LastError.Refuse(Status.Null, $"The {kind} is NULL; one that drawaot_{kind}_create gave was expected.");
        }

        ulong bits = (ulong)handle;
        Slot[] slots = Volatile.Read(ref _slots);
        int index = (int)(bits >> IndexShift) & (Most - 1);
        if ((bits & ((1 << MarkBits) - 1)) != Mark || bits >> TagShift != Tag || index >= slots.Length)
        {
            return LastError.Refuse(Status.Handle, $"The {kind} is no handle of this library's; one that drawaot_{kind}_create gave was expected.");
        }

        slot = slots[index];
        live = Slot.LiveOf((int)(bits >> GenerationShift) & GenerationMask);
        object? target = slot.Target;
        return target is T || target is null || (Volatile.Read(ref slot.State) & ~Slot.ClaimedBit) != live
            ? Status.Ok
            : LastError.Refuse(Status.Handle, $"The {kind} is a handle of something else; one that drawaot_{kind}_create gave was expected.");
    }

    private static Status Gone(string kind) =>
        LastError.Refuse(Status.Handle, $"The {kind} is destroyed; one that is not was expected.");

    /// <summary>Adds slots. Those that exist stay as they are, for readers who still have the smaller array.</summary>
    private static bool TryGrow()
    {
        if (_slots.Length == Most)
        {
            return false;
        }

        var slots = new Slot[Math.Max(FirstSlots, _slots.Length * 2)];
        _slots.CopyTo(slots, 0);
        for (int index = slots.Length - 1; index >= _slots.Length; index--)
        {
            slots[index] = new Slot(index, firstGeneration: Random.Shared.Next(GenerationMask + 1));
            Free.Push(index);
        }

        Volatile.Write(ref _slots, slots);
        return true;
    }

    /// <summary>A place for one object after another.</summary>
    internal sealed class Slot
    {
        /// <summary>Set in <see cref="State"/> while a call is at work on the object.</summary>
        public const long ClaimedBit = 1;

        private const long LiveBit = 2;
        private const int StateShift = 2;

        /// <summary>0 where there is no object; otherwise its generation, and whether it is claimed.</summary>
        public long State;

        /// <summary>The object.</summary>
        public object? Target;

        /// <summary>A place that never held anything.</summary>
        public Slot(int index, int firstGeneration) => (Index, FirstGeneration, Generation) = (index, firstGeneration, firstGeneration);

        /// <summary>Its number.</summary>
        public int Index { get; }

        /// <summary>The first generation, a random one, so that no handle can be guessed from its neighbour's.</summary>
        public int FirstGeneration { get; }

        /// <summary>The present generation.</summary>
        public int Generation { get; set; }

        /// <summary>The state while the object lives and is not claimed.</summary>
        public long Live => LiveOf(Generation);

        /// <summary>The same of a generation.</summary>
        public static long LiveOf(int generation) => ((long)generation << StateShift) | LiveBit;

        /// <summary>Gives the object back.</summary>
        public void Leave() => Volatile.Write(ref State, Live);
    }
}
