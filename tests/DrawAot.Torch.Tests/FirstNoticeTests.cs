using DrawAot.Trainer;

namespace DrawAot.Torch.Tests;

public sealed class FirstNoticeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_notice_is_new_once_and_another_is_new_too()
    {
        string folder = Path.Combine(_folder.Path, "data", "DrawAot");

        Assert.True(FirstNotice.IsNew(folder, "one.txt", "A sentence."));
        Assert.False(FirstNotice.IsNew(folder, "one.txt", "A sentence."));
        Assert.True(FirstNotice.IsNew(folder, "other.txt", "Another."));
        Assert.Equal("A sentence.", File.ReadAllText(Path.Combine(folder, "one.txt")).Trim());
    }

    [Fact]
    public void Of_many_at_once_one_is_the_first() =>
        Assert.Single(ParallelEnumerable.Range(0, 16).Select(_ => FirstNotice.IsNew(_folder.Path, "one.txt", "A sentence.")), isNew => isNew);

    /// <summary>A file in place of the folder; no folder at all.</summary>
    [Fact]
    public void Where_nothing_can_be_noted_it_is_new_each_time()
    {
        string file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "");

        Assert.True(FirstNotice.IsNew(file, "one.txt", "A sentence."));
        Assert.True(FirstNotice.IsNew(file, "one.txt", "A sentence."));
        Assert.True(FirstNotice.IsNew(null, "one.txt", "A sentence."));
        Assert.True(FirstNotice.IsNew(null, "one.txt", "A sentence."));
    }
}
