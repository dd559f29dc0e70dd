using TorchSharp;

namespace DrawAot.Torch.Tests;

/// <summary>TorchSharp works in this process, whatever the system's libstdc++.</summary>
public class LibTorchTests
{
    [Fact]
    public void TorchSharp_multiplies_matrices_after_it()
    {
        LibTorch.EnsureLoadable();

        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor left = torch.tensor(new float[] { 1, 2, 3, 4, 5, 6 }).reshape(2, 3);
        torch.Tensor right = torch.tensor(new float[] { 7, 8, 9, 10, 11, 12 }).reshape(3, 2);
        Assert.Equal([58, 64, 139, 154], left.matmul(right).data<float>().ToArray());
    }

    [Fact]
    public async Task Many_threads_may_call_it_and_get_the_same_answer()
    {
        using Barrier start = new(participantCount: 4);
        string?[] answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait(TestContext.Current.CancellationToken);
                return LibTorch.EnsureLoadable();
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Single(answers.Distinct());
    }
}
