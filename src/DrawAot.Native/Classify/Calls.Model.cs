using System.Runtime.CompilerServices;

namespace DrawAot.Native;

/// <content>What never changes.</content>
internal static unsafe partial class Calls
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status GetClassifierSizes(ClassifierSizes* sizes)
    {
        try
        {
            Status status = Buffers.One(sizes, "sizes");
            if (status == Status.Ok)
            {
                *sizes = new ClassifierSizes(LinkedModel.Sizes);
            }

            return status;
        }
        catch (Exception exception)
        {
            return LastError.Refuse(exception);
        }
    }

    /// <summary>The label of a class; null where there is no such class.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* ClassLabel(int index)
    {
        try
        {
            if (index >= 0 && index < LinkedModel.Sizes.ClassCount)
            {
                return ClassLabels.Of(index);
            }

            LastError.Refuse(Status.Value, $"The class is {index}; 0 to {LinkedModel.Sizes.ClassCount - 1} was expected.");
        }
        catch (Exception exception)
        {
            LastError.Refuse(exception);
        }

        return null;
    }
}
