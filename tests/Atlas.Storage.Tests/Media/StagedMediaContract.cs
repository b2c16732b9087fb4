using System.Security.Cryptography;
using Atlas.Core.Media;

namespace Atlas.Storage.Tests.Media;

/// <summary>What every media store does with files that come in pieces.</summary>
public abstract class StagedMediaContract
{
    /// <summary>A store on the same place: what a restarted process opens.</summary>
    protected abstract IMediaStore Open();

    private static CancellationToken None => CancellationToken.None;

    private string Name { get; } = $"w-{Guid.NewGuid():N}/clip.mp4";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Random_pieces_cuts_and_restarts_give_the_file_byte_for_byte(int seed)
    {
        var random = new Random(seed);
        var size = 9_000_000 + random.Next(3_000_000);
        var store = Open();
        var sent = 0;
        while (await store.ReadStagedAsync(Name, None) is { } staged && staged.Length < size)
        {
            Assert.False(staged.IsVisible);
            Assert.Null(await store.OpenAsync(Name, None));
            var length = Math.Min(300_000 + random.Next(6_000_000), size - staged.Length);
            if (random.Next(2) == 0)
            {
                var piece = new Piece(staged.Length, length, breaksAt: random.NextInt64(length));
                await Assert.ThrowsAsync<EndOfStreamException>(() => store.AppendStagedAsync(Name, staged.Length, piece, None));
                var after = (await store.ReadStagedAsync(Name, None)).Length;
                Assert.InRange(after, staged.Length, staged.Length + length);
            }
            else
            {
                var added = await store.AppendStagedAsync(Name, staged.Length, new Piece(staged.Length, length), None);
                Assert.Equal(staged.Length + length, added.Length);
            }

            store = random.Next(2) == 0 ? Open() : store;
            Assert.True(++sent < 500);
        }

        Assert.Equal(size, await store.CommitStagedAsync(Name, "video/mp4", None));
        Assert.Equal(size, await Open().CommitStagedAsync(Name, "video/mp4", None));
        Assert.Equal(new StagedMedia(size, IsVisible: true), await store.ReadStagedAsync(Name, None));
        await using var stored = (await store.OpenAsync(Name, None))!;
        Assert.Equal(await SHA256.HashDataAsync(new Piece(0, size)), await SHA256.HashDataAsync(stored));
    }

    [Fact]
    public async Task A_piece_for_another_offset_adds_nothing()
    {
        var store = Open();
        await store.AppendStagedAsync(Name, 0, new Piece(0, 100_000), None);

        foreach (var offset in (long[])[0, 99_999, 100_001])
        {
            Assert.Equal(100_000, (await store.AppendStagedAsync(Name, offset, new Piece(0, 70_000), None)).Length);
        }

        Assert.Equal(100_000, (await Open().ReadStagedAsync(Name, None)).Length);
    }

    [Fact]
    public async Task Nothing_is_added_to_what_is_visible()
    {
        var store = Open();
        await store.AppendStagedAsync(Name, 0, new Piece(0, 100_000), None);
        await store.CommitStagedAsync(Name, "video/mp4", None);

        Assert.True((await store.AppendStagedAsync(Name, 100_000, new Piece(100_000, 70_000), None)).IsVisible);
        await store.DiscardStagedAsync(Name, None);

        await using var stored = (await store.OpenAsync(Name, None))!;
        Assert.Equal(100_000, stored.Length);
    }

    [Fact]
    public async Task What_is_discarded_is_gone_and_the_name_can_be_used_again()
    {
        var store = Open();
        await store.DiscardStagedAsync(Name, None);
        Assert.Equal(0, await store.CommitStagedAsync(Name, "video/mp4", None));
        await store.AppendStagedAsync(Name, 0, new Piece(0, 200_000), None);

        await store.DiscardStagedAsync(Name, None);

        Assert.Equal(default, await store.ReadStagedAsync(Name, None));
        Assert.Null(await store.OpenAsync(Name, None));
        Assert.Equal(70_000, (await store.AppendStagedAsync(Name, 0, new Piece(0, 70_000), None)).Length);
    }

    /// <summary>Bytes of the whole file from an offset on; may break off.</summary>
    protected sealed class Piece(long offset, long length, long? breaksAt = null) : MemoryStream(Bytes(offset, length), false)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var left = (breaksAt ?? Length) - Position;
            if (left <= 0)
            {
                return breaksAt is null ? ValueTask.FromResult(0) : throw new EndOfStreamException(TrickleStream.Broken);
            }

            return base.ReadAsync(buffer[..(int)Math.Min(Math.Min(buffer.Length, left), 50_021)], cancellationToken);
        }

        private static byte[] Bytes(long offset, long length)
        {
            var bytes = new byte[length];
            for (var i = 0L; i < length; i++)
            {
                bytes[i] = TrickleStream.At(offset + i);
            }

            return bytes;
        }
    }
}
