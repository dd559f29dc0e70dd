namespace DrawAot.Native.Tests;

public sealed class HandlesTests
{
    [Fact]
    public void A_place_that_is_taken_more_often_than_it_has_handles_never_gives_one_again()
    {
        const int Generations = 1 << 20;
        nint first = Taken();

        for (int k = 0; k < Generations + 1000; k++)
        {
            if (Taken() == first)
            {
                Assert.Fail($"The handle {first:x} was given again after {k + 1:N0} others.");
            }
        }

        Assert.Equal(Status.Handle, Handles.Claim<object>(first, "session", out _));
    }

    /// <summary>A handle of an object that is gone.</summary>
    private static nint Taken()
    {
        Assert.True(Handles.TryCreate(new object(), out nint handle));
        Assert.Equal(Status.Ok, Handles.Claim<object>(handle, "session", out Handles.Slot? slot));
        Handles.Destroy(slot!);
        return handle;
    }
}
