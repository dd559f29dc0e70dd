using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace DrawAot.Native;

/// <summary>The labels of the classes as C strings, made with the first call and kept as long as the library.</summary>
internal static unsafe class ClassLabels
{
    /// <summary>All labels in UTF-8, each ended by 0, at a place that never moves.</summary>
    private static readonly byte[] Text = Join(LinkedModel.Labels);

    /// <summary>The first byte of each label in <see cref="Text"/> [K].</summary>
    private static readonly int[] Starts = StartsOf(Text, LinkedModel.Labels.Count);

    /// <summary>A label.</summary>
    /// <param name="index">The class, 0 … K − 1.</param>
    public static byte* Of(int index) =>
        (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(Text)) + Starts[index];

    private static byte[] Join(IReadOnlyList<string> labels)
    {
        byte[] text = GC.AllocateUninitializedArray<byte>(labels.Sum(label => Encoding.UTF8.GetByteCount(label) + 1), pinned: true);
        int end = 0;
        foreach (string label in labels)
        {
            end += Encoding.UTF8.GetBytes(label, text.AsSpan(end));
            text[end++] = 0;
        }

        return text;
    }

    private static int[] StartsOf(byte[] text, int count)
    {
        int[] starts = new int[count];
        for (int k = 1; k < count; k++)
        {
            starts[k] = starts[k - 1] + text.AsSpan(starts[k - 1]).IndexOf((byte)0) + 1;
        }

        return starts;
    }
}
