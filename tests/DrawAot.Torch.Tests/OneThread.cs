using TorchSharp;

namespace DrawAot.Torch.Tests;

/// <summary>Limits libtorch to the thread that calls it.</summary>
public sealed class OneThread
{
    /// <summary>Loads libtorch and sets its number of threads.</summary>
    public OneThread()
    {
        LibTorch.EnsureLoadable();
        torch.set_num_threads(1);
    }
}
