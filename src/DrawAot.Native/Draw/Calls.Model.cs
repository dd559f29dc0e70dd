using System.Runtime.CompilerServices;

namespace DrawAot.Native;

/// <content>What never changes.</content>
internal static unsafe partial class Calls
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status GetSizes(Sizes* sizes)
    {
        try
        {
            Status status = Buffers.One(sizes, "sizes");
            if (status == Status.Ok)
            {
                *sizes = new Sizes(LinkedModel.Sizes);
            }

            return status;
        }
        catch (Exception exception)
        {
            return LastError.Refuse(exception);
        }
    }
}
