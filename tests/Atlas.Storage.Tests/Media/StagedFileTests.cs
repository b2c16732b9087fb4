using Atlas.Core.Media;
using Atlas.Storage.Folder;
using Atlas.Testing;

namespace Atlas.Storage.Tests.Media;

public sealed class StagedFileTests : StagedMediaContract, IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override IMediaStore Open() => new FolderMediaStore(_folder["media"]);

    [Fact]
    public async Task Bytes_that_were_not_synced_when_the_power_went_do_not_count()
    {
        await Open().AppendStagedAsync("a/b", 0, new Piece(0, 1000), default);
        await File.AppendAllTextAsync(_folder["media/.staged/a/b"], "\0\0\0 whatever the disk made of it");

        var store = Open();
        Assert.Equal(1000, (await store.ReadStagedAsync("a/b", default)).Length);
        Assert.Equal(1000, await store.CommitStagedAsync("a/b", "a/b", default));

        await using var stored = (await store.OpenAsync("a/b", default))!;
        Assert.Equal(1000, stored.Length);
        Assert.Empty(Directory.GetFiles(_folder["media/.staged"], "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Two_senders_at_a_time_do_not_mix()
    {
        var store = Open();
        var gate = new TaskCompletionSource();
        var first = store.AppendStagedAsync("a", 0, new TrickleStream(100_000, atHalf: () => gate.Task), default);

        Assert.True((await store.AppendStagedAsync("a", 0, new Piece(0, 10), default)).IsBusy);

        gate.SetResult();
        Assert.Equal(100_000, (await first).Length);
    }
}
