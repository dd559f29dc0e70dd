using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace DrawAot.Native;

/// <summary>
/// The text of each thread's last refusal. A thread's room for it is made with its first refusal, or when it is attached,
/// and text is written into that room: a refusal of an argument allocates nothing else.
/// </summary>
internal static unsafe class LastError
{
    /// <summary>Bytes of UTF-8, the last of them 0.</summary>
    private const int Room = 1024;

    [ThreadStatic]
    private static byte[]? _text;

    /// <summary>The text, ended by 0; empty where nothing was refused yet. It stays where it is until the thread ends.</summary>
    public static byte* Text => _text is { } text
        ? (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(text))
        : (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(""u8));

    /// <summary>Makes the room, and whatever the framework makes before it writes its first number.</summary>
    public static void Prepare()
    {
        if (_text is null)
        {
            Refuse(Status.Ok, $"{0}{0L}{(nuint)0}");
            _text![0] = 0;
        }
    }

    /// <summary>Notes a refusal.</summary>
    /// <param name="status">What is returned for it.</param>
    /// <param name="sentence">What, where, and what was expected.</param>
    /// <returns><paramref name="status"/>.</returns>
    public static Status Refuse(Status status, in Sentence sentence)
    {
        sentence.End();
        return status;
    }

    /// <summary>Notes what an exception says, and turns it into a status.</summary>
    public static Status Refuse(Exception exception)
    {
        Status status = exception switch
        {
            Weights.WeightsException => Status.Weights,
            IOException or UnauthorizedAccessException => Status.File,
            ArgumentException => Status.Value,
            InvalidOperationException => Status.Order,
            OutOfMemoryException => Status.Memory,
            _ => Status.Internal,
        };
        Span<byte> room = Destination();
        string message = exception switch
        {
            ArgumentException { ParamName: string name } argument => WithoutParameter(argument.Message, name),
            OutOfMemoryException => "There is not enough memory for this call; as much as the machine and the library's heap (DrawAotHeapLimit) have was expected.",
            _ => exception.Message,
        };
        Utf8.FromUtf16(message, room[..^1], out _, out int written);
        room[written] = 0;
        return status;
    }

    /// <summary>A message as it was written: the framework adds the parameter's name, which is one of C#'s.</summary>
    private static string WithoutParameter(string message, string parameter)
    {
        string ending = $" (Parameter '{parameter}')";
        int place = message.IndexOf(ending, StringComparison.Ordinal);
        return place < 0 ? message : message.Remove(place, ending.Length);
    }

    private static Span<byte> Destination() => _text ??= GC.AllocateArray<byte>(Room, pinned: true);

    /// <summary>An interpolated string that is written straight into the thread's room. What does not fit is left out.</summary>
    [InterpolatedStringHandler]
    public ref struct Sentence
    {
        private Span<byte> _rest;

        /// <summary>Begins a sentence; the compiler says how long it will be, and nobody needs to know.</summary>
        public Sentence(int literalLength, int formattedCount) => _rest = Destination();

        /// <summary>Goes on with text.</summary>
        public void AppendLiteral(string value)
        {
            Utf8.FromUtf16(value, _rest[..^1], out _, out int written);
            _rest = _rest[written..];
        }

        /// <summary>Goes on with text.</summary>
        public void AppendFormatted(string value) => AppendLiteral(value);

        /// <summary>Goes on with a number.</summary>
        public void AppendFormatted<T>(T value)
            where T : IUtf8SpanFormattable
        {
            value.TryFormat(_rest[..^1], out int written, default, CultureInfo.InvariantCulture);
            _rest = _rest[written..];
        }

        /// <summary>Ends it.</summary>
        public readonly void End() => _rest[0] = 0;
    }
}
