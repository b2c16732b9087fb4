using System.Security.Cryptography;
using Atlas.Core.Media;

namespace Atlas.Storage.Tests.Media;

/// <summary>What every media store does. Each test uses names of its own, so a store may be shared.</summary>
public abstract class MediaStoreContract
{
    protected abstract IMediaStore Store { get; }

    protected static CancellationToken None => CancellationToken.None;

    protected string Name { get; } = $"w-{Guid.NewGuid():N}/2026/cat.jpg";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300_000)]
    [InlineData(20_000_000)]
    public async Task A_stream_of_any_size_comes_back_byte_for_byte(int size)
    {
        Assert.Equal(size, await Store.SaveAsync(Name, "image/jpeg", new TrickleStream(size), None));

        await using var stored = await Store.OpenAsync(Name, None);
        Assert.Equal(size, stored!.Length);
        Assert.Equal(await SHA256.HashDataAsync(new TrickleStream(size)), await SHA256.HashDataAsync(stored));
    }

    [Fact]
    public async Task What_is_opened_can_be_read_from_anywhere()
    {
        await Store.SaveAsync(Name, "video/mp4", new TrickleStream(9_000_000), None);
        await using var stored = (await Store.OpenAsync(Name, None))!;
        Assert.True(stored.CanSeek);

        foreach (var position in (long[])[8_999_990, 0, 5_000_000, 4_999_999])
        {
            stored.Seek(position, SeekOrigin.Begin);
            var piece = new byte[10];
            await stored.ReadExactlyAsync(piece);
            Assert.Equal(Enumerable.Range(0, 10).Select(i => TrickleStream.At(position + i)), piece);
        }
    }

    [Fact]
    public async Task Saving_again_replaces_all_of_it()
    {
        await Store.SaveAsync(Name, "image/jpeg", new TrickleStream(10_000_000), None);
        await Store.SaveAsync(Name, "image/png", new TrickleStream(10), None);
        await using var stored = await Store.OpenAsync(Name, None);
        Assert.Equal(10, stored!.Length);
    }

    [Fact]
    public async Task An_upload_that_breaks_off_shows_nothing_and_keeps_what_was_there()
    {
        var fault = await Assert.ThrowsAsync<EndOfStreamException>(() =>
            Store.SaveAsync(Name, "image/jpeg", new TrickleStream(10_000_000, breaksAt: 9_000_000), None)
        );
        Assert.Equal(TrickleStream.Broken, fault.Message);
        Assert.Null(await Store.OpenAsync(Name, None));

        await Store.SaveAsync(Name, "image/jpeg", new TrickleStream(7), None);
        await Assert.ThrowsAsync<EndOfStreamException>(() =>
            Store.SaveAsync(Name, "image/jpeg", new TrickleStream(10_000, breaksAt: 500), None)
        );
        await using var stored = await Store.OpenAsync(Name, None);
        Assert.Equal(7, stored!.Length);
    }

    [Fact]
    public async Task Nothing_is_seen_while_an_upload_runs()
    {
        var half = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        var content = new TrickleStream(
            6_000_000,
            atHalf: () =>
            {
                half.SetResult();
                return go.Task;
            }
        );
        var saving = Store.SaveAsync(Name, "image/jpeg", content, None);
        await half.Task;

        Assert.Null(await Store.OpenAsync(Name, None));

        go.SetResult();
        await saving;
        await using var stored = await Store.OpenAsync(Name, None);
        Assert.NotNull(stored);
    }

    [Fact]
    public async Task What_is_deleted_is_gone_and_deleting_nothing_is_no_error()
    {
        await Store.DeleteAsync(Name, None);
        await Store.SaveAsync(Name, "image/jpeg", new TrickleStream(10), None);
        await Store.DeleteAsync(Name, None);
        Assert.Null(await Store.OpenAsync(Name, None));
        await Store.DeleteAsync(Name, None);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../up")]
    [InlineData("a/../../up")]
    [InlineData("a/..")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData(".hidden")]
    [InlineData("a/.b")]
    [InlineData("a.")]
    [InlineData("A")]
    [InlineData("a\\b")]
    [InlineData("a b")]
    [InlineData("a%2e%2e")]
    [InlineData("a\0b")]
    public async Task A_name_that_is_not_one_of_ours_is_refused_everywhere(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.SaveAsync(name, "image/jpeg", new TrickleStream(1), None));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.OpenAsync(name, None));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.DeleteAsync(name, None));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.AppendStagedAsync(name, 0, new TrickleStream(1), None));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.ReadStagedAsync(name, None));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.CommitStagedAsync(name, "image/jpeg", None));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.DiscardStagedAsync(name, None));
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await Store.CreateReadUrlAsync(name, DateTimeOffset.UtcNow, None)
        );
    }

    [Fact]
    public async Task Many_uploads_at_a_time_do_not_mix()
    {
        await Task.WhenAll(
            Enumerable.Range(1, 20).Select(i => Store.SaveAsync($"{Name}/{i}", "a/b", new TrickleStream(i * 10_000), None))
        );
        for (var i = 1; i <= 20; i++)
        {
            await using var stored = await Store.OpenAsync($"{Name}/{i}", None);
            Assert.Equal(await SHA256.HashDataAsync(new TrickleStream(i * 10_000)), await SHA256.HashDataAsync(stored!));
        }
    }
}
