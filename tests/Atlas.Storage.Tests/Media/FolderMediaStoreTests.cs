using Atlas.Core.Media;
using Atlas.Core.Storage;
using Atlas.Testing;
using Atlas.Storage.Folder;

namespace Atlas.Storage.Tests.Media;

public sealed class FolderMediaStoreTests : MediaStoreContract, IDisposable
{
    private readonly TempDirectory _folder = new();

    public FolderMediaStoreTests() => Store = new FolderMediaStore(_folder["media"]);

    protected override IMediaStore Store { get; }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_has_no_address_of_its_own()
    {
        await Store.SaveAsync(Name, "image/jpeg", new TrickleStream(10), None);
        Assert.Null(await Store.CreateReadUrlAsync(Name, DateTimeOffset.UtcNow.AddHours(1), None));
    }

    [Fact]
    public async Task A_broken_upload_leaves_no_file_and_a_restart_removes_what_a_killed_process_left()
    {
        await Assert.ThrowsAsync<EndOfStreamException>(() =>
            Store.SaveAsync(Name, "a/b", new TrickleStream(10_000, breaksAt: 500), None)
        );
        Assert.Empty(Files());

        await File.WriteAllTextAsync(_folder["media/.incoming/17"], "half of it");
        await Store.SaveAsync(Name, "a/b", new TrickleStream(10), None);
        var reopened = new FolderMediaStore(_folder["media"]);

        Assert.Equal([Path.Combine(_folder["media"], Name)], Files());
        await using var stored = await reopened.OpenAsync(Name, None);
        Assert.Equal(10, stored!.Length);
    }

    [Fact]
    public async Task A_disk_that_refuses_is_unavailable()
    {
        var blocked = Name.Split('/')[0];
        await File.WriteAllTextAsync(_folder[$"media/{blocked}"], "a file where a folder must be");
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Store.SaveAsync(Name, "a/b", new TrickleStream(10), None));
        Assert.Single(Files());
    }

    private string[] Files() => Directory.GetFiles(_folder["media"], "*", SearchOption.AllDirectories);
}
