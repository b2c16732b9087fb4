using System.Buffers;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text;
using Atlas.Core.Media;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Atlas.Storage.Blobs;

/// <summary>
/// Files that come in pieces, as blocks that are not committed yet. A block's id is the offset at which its bytes lie, so the
/// service itself knows how far the file has come; it forgets what nobody adds to for a week.
/// </summary>
internal static class StagedBlocks
{
    private const int BlockBytes = 4 * 1024 * 1024;

    /// <summary>A blob has at most 50,000 blocks: scraps of requests that broke off are not worth one.</summary>
    private const int LeastScrap = 64 * 1024;

    public static async Task<StagedMedia> ReadAsync(BlockBlobClient blob, CancellationToken cancellationToken)
    {
        var (blocks, visible) = await ListAsync(blob, cancellationToken);
        return visible is { } length ? new StagedMedia(length, IsVisible: true) : new StagedMedia(LengthOf(blocks));
    }

    public static async Task<StagedMedia> AppendAsync(
        BlockBlobClient blob,
        long offset,
        Stream content,
        CancellationToken cancellationToken
    )
    {
        var found = await ReadAsync(blob, cancellationToken);
        if (found.IsVisible || found.Length != offset)
        {
            return found;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            while (true)
            {
                var (count, fault) = await FillAsync(content, buffer.AsMemory(0, BlockBytes), cancellationToken);
                if (count > 0 && (fault is null || count >= LeastScrap))
                {
                    using var block = new MemoryStream(buffer, 0, count, writable: false);
                    await blob.StageBlockAsync(IdOf(offset), block, options: null, cancellationToken);
                    offset += count;
                }

                fault?.Throw();
                if (count < BlockBytes)
                {
                    return new StagedMedia(offset);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static async Task<long> CommitAsync(BlockBlobClient blob, string contentType, CancellationToken cancellationToken)
    {
        var (blocks, visible) = await ListAsync(blob, cancellationToken);
        var headers = new BlobHttpHeaders { ContentType = contentType };
        if (visible is { } length)
        {
            await blob.SetHttpHeadersAsync(headers, conditions: null, cancellationToken);
            return length;
        }

        var ids = Chain(blocks).Select(block => IdOf(block.Offset)).ToList();
        if (ids.Count > 0)
        {
            var options = new CommitBlockListOptions { HttpHeaders = headers };
            await blob.CommitBlockListAsync(ids, options, cancellationToken);
        }

        return LengthOf(blocks);
    }

    /// <summary>The service has no call that drops staged blocks: a commit of none does, and the empty blob is deleted.</summary>
    public static async Task DiscardAsync(BlockBlobClient blob, CancellationToken cancellationToken)
    {
        var (blocks, visible) = await ListAsync(blob, cancellationToken);
        if (visible is null && blocks.Count > 0)
        {
            await blob.CommitBlockListAsync([], options: null, cancellationToken);
            await blob.DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, conditions: null, cancellationToken);
        }
    }

    private static string IdOf(long offset) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes(offset.ToString("x16", CultureInfo.InvariantCulture)));

    private static long LengthOf(Dictionary<long, long> blocks) => Chain(blocks).Sum(block => block.Length);

    /// <summary>The blocks that follow on each other from the start: of two senders at one time, one may have left others.</summary>
    private static IEnumerable<(long Offset, long Length)> Chain(Dictionary<long, long> blocks)
    {
        for (long offset = 0; blocks.TryGetValue(offset, out var length) && length > 0; offset += length)
        {
            yield return (offset, length);
        }
    }

    private static async Task<(Dictionary<long, long> Blocks, long? Visible)> ListAsync(
        BlockBlobClient blob,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var list = (
                await blob.GetBlockListAsync(BlockListTypes.All, snapshot: null, conditions: null, cancellationToken)
            ).Value;
            var blocks = new Dictionary<long, long>();
            foreach (var block in list.UncommittedBlocks)
            {
                var id = Encoding.ASCII.GetString(Convert.FromBase64String(block.Name));
                blocks[long.Parse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)] = block.SizeLong;
            }

            var committed = list.CommittedBlocks.Sum(block => block.SizeLong);
            return (blocks, committed > 0 || list.BlobContentLength > 0 ? Math.Max(committed, list.BlobContentLength) : null);
        }
        catch (RequestFailedException ex) when (ex.Status == 404)
        {
            return ([], null);
        }
    }

    /// <summary>Reads until the block is full, the content ends or breaks off.</summary>
    private static async Task<(int Count, ExceptionDispatchInfo? Fault)> FillAsync(
        Stream content,
        Memory<byte> block,
        CancellationToken cancellationToken
    )
    {
        var count = 0;
        try
        {
            while (count < block.Length && await content.ReadAsync(block[count..], cancellationToken) is > 0 and var read)
            {
                count += read;
            }
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested) // the sender's fault: what it sent is kept first
        {
            return (count, ExceptionDispatchInfo.Capture(ex));
        }

        return (count, null);
    }
}
