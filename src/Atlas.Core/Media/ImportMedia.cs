using Atlas.Core.Idempotency;
using Atlas.Core.Outbound;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Media;

/// <summary>Takes a file from an address that the caller gives, through the guard, within limits of size and time.</summary>
public sealed class ImportMedia(
    EgressGuard egress,
    ReceiveMedia receive,
    CommandLedger commands,
    MediaOptions options,
    TimeProvider time
)
{
    private const int MaxName = 255;

    public async Task<Outcome<Answer>> HandleAsync(
        Caller caller,
        ImportMediaRequest request,
        IdempotencyKey? idempotencyKey,
        CancellationToken cancellationToken
    )
    {
        if (!Uri.TryCreate(request.Url, UriKind.Absolute, out var url))
        {
            return Problem.Invalid("url", "url.format", "Give the whole address of the file, with https:// before it.");
        }

        // Before it is fetched: a request that comes again may find the address gone.
        var partition = WorkspaceKeys.Partition(caller.WorkspaceId);
        if (idempotencyKey is not null && await commands.ReadKeptAsync(partition, idempotencyKey, cancellationToken) is { } kept)
        {
            return kept.Replay(idempotencyKey);
        }

        var limit = Math.Min(options.MaxImportBytes, options.MaxMediaBytes);
        using var answer = await egress.GetAsync(url, new EgressLimits(limit, options.ImportTimeLimit), cancellationToken);
        switch (answer)
        {
            case EgressAnswer.Refused refused:
                return Problem.Invalid("url", refused.Rule, refused.Message);
            case EgressAnswer.Failed failed:
                return Problem.Invalid("url", failed.Rule, failed.Message);
        }

        var found = (EgressAnswer.Answered)answer;
        if ((int)found.Status != 200)
        {
            return Problem.Invalid("url", "url.status", $"The address answers {(int)found.Status} instead of the file.");
        }

        try
        {
            return await receive.HandleAsync(
                new IncomingMedia(caller.WorkspaceId, Id<MediaAsset>.New(time), Describe(request, found), limit, found.Content),
                _ => idempotencyKey,
                cancellationToken
            );
        }
        catch (EgressBrokenException ex)
        {
            return Problem.Invalid("url", ex.Rule, ex.Message);
        }
    }

    private static MediaDetails Describe(ImportMediaRequest request, EgressAnswer.Answered found) =>
        new()
        {
            FileName = request.FileName ?? NameOf(found.Url),
            ContentType = null, // what a server says of a file is often wrong: the bytes decide
            AltText = request.AltText,
            Tags = MediaRules.Tidy(request.Tags),
            Retention = request.Retention ?? MediaRetention.Library,
            Copy = request.Copy is true,
            Sha256 = request.Sha256,
        };

    /// <summary>The path's last part. Neither the query nor the host: either may hold what is not to be shown.</summary>
    private static string NameOf(Uri url)
    {
        var last = Uri.UnescapeDataString(url.AbsolutePath.TrimEnd('/').Split('/')[^1]);
        var plain = string.Concat(last.Where(c => !char.IsControl(c))).Trim();
        return plain.Length switch
        {
            0 => "import",
            > MaxName => plain[^MaxName..],
            _ => plain,
        };
    }
}
