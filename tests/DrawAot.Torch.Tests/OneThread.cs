using TorchSharp;

namespace DrawAot.Torch.Tests;

/// <summary>Lets libtorch compute on the thread that calls it, and no other.</summary>
public sealed class OneThread
{
    /// <summary>Loads libtorch to tell it.</summary>
    public OneThread()
    {
        LibTorch.EnsureLoadable();
        torch.set_num_threads(1);
    }
}
