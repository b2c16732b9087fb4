using Atlas.Core.Idempotency;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Media;

/// <summary>Shows, changes and deletes what a workspace has uploaded.</summary>
public sealed class MediaLibrary(
    IRowStore rows,
    CommandLedger commands,
    MediaAssets assets,
    MediaExpiry expiry,
    DeleteMedia delete
)
{
    private const int MaxUses = 100;

    /// <summary>Rows that one request looks at for files that its filter takes.</summary>
    private const int MaxLooked = 2000;

    private const int PageSize = 100;

    private readonly MediaUsage _usage = new(rows);

    public async Task<Outcome<Answer>> ReadAsync(Caller caller, Id<MediaAsset> id, CancellationToken cancellationToken)
    {
        if (await assets.ReadAsync(caller.WorkspaceId, id, cancellationToken) is not { } asset)
        {
            return Problem.NotFound("media");
        }

        List<MediaUseView> uses = [];
        await foreach (var use in _usage.ReadAsync(caller.WorkspaceId, id, cancellationToken))
        {
            uses.Add(MediaUseView.Of(use));
            if (uses.Count == MaxUses)
            {
                break;
            }
        }

        return Show(asset.Value, uses);
    }

    public async Task<Outcome<Answer>> ListAsync(Caller caller, MediaFilter filter, CancellationToken cancellationToken)
    {
        List<MediaView> items = [];
        var range = RowRange.StartingWith(WorkspaceKeys.Media);
        var position = filter.Cursor;
        var looked = 0;
        RowPage page;
        do
        {
            page = await rows.ReadRangeAsync(
                WorkspaceKeys.Partition(caller.WorkspaceId),
                position is null ? range : range.AfterKey(WorkspaceKeys.Media + position),
                Math.Max(filter.Limit, PageSize),
                cancellationToken
            );
            foreach (var row in page.Rows)
            {
                var asset = row.As(StoredJson.Default.MediaAsset).Value;
                position = row.Key[WorkspaceKeys.Media.Length..];
                if (asset.LeavingSince is null && filter.Takes(asset))
                {
                    items.Add(MediaView.Of(asset));
                    if (items.Count == filter.Limit)
                    {
                        var more = page.HasMore || row.Key != page.Rows[^1].Key;
                        return Show(items, more ? position : null);
                    }
                }
            }

            looked += page.Rows.Count;
        } while (page.HasMore && looked < MaxLooked);

        return Show(items, page.HasMore ? position : null);
    }

    public async Task<Outcome<Answer>> UpdateAsync(
        Caller caller,
        Id<MediaAsset> id,
        UpdateMediaRequest request,
        string? ifMatch,
        CancellationToken cancellationToken
    )
    {
        List<ProblemError> errors = [];
        MediaRules.CheckAltText(errors, request.AltText);
        MediaRules.CheckTags(errors, MediaRules.Tidy(request.Tags));
        if (request.FileName is not null)
        {
            MediaRules.CheckFileName(errors, request.FileName);
        }

        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        return await commands.DoAsync(
            WorkspaceKeys.Partition(caller.WorkspaceId),
            key: null,
            token => DecideUpdateAsync(caller, id, request, ifMatch, token),
            cancellationToken
        );
    }

    public Task<Outcome<Answer>> DeleteAsync(Caller caller, Id<MediaAsset> id, CancellationToken cancellationToken) =>
        delete.HandleAsync(caller.WorkspaceId, id, cancellationToken);

    private async ValueTask<Outcome<Change>> DecideUpdateAsync(
        Caller caller,
        Id<MediaAsset> id,
        UpdateMediaRequest request,
        string? ifMatch,
        CancellationToken cancellationToken
    )
    {
        if (await assets.ReadAsync(caller.WorkspaceId, id, cancellationToken) is not { } current)
        {
            return Problem.NotFound("media");
        }

        if (!EntityTag.Allows(ifMatch, current.Value.ToRow(StoredJson.Default.MediaAsset).Span))
        {
            return Problem.PreconditionFailed();
        }

        var next = Apply(request, current.Value);
        if (next.ExpiresAt is { } at && at != current.Value.ExpiresAt)
        {
            await expiry.AddAsync(new ExpiryEntry(at, next.WorkspaceId, ExpiryKind.Asset, next.Id.ToString()), cancellationToken);
        }

        var write = RowWrite.Replace(WorkspaceKeys.MediaAsset(id), next.ToRow(StoredJson.Default.MediaAsset), current.ETag);
        return new Change([write], Show(next, uses: null));
    }

    private MediaAsset Apply(UpdateMediaRequest request, MediaAsset asset)
    {
        var retention = request.Retention ?? asset.Retention;
        return asset with
        {
            AltText = request.AltText is "" ? null : request.AltText ?? asset.AltText,
            FileName = request.FileName ?? asset.FileName,
            Tags = request.Tags is null ? asset.Tags : MediaRules.Tidy(request.Tags),
            Retention = retention,
            ExpiresAt = retention == MediaRetention.Library ? null : asset.ExpiresAt ?? expiry.TemporaryUntil(),
            LeavingSince = null,
        };
    }

    private static Answer Show(List<MediaView> items, string? next) =>
        Answer.Ok(new MediaListView(items, PageCursor.Encode(next)), ApiJson.Default.MediaListView);

    private static Answer Show(MediaAsset asset, IReadOnlyList<MediaUseView>? uses) =>
        Answer.Ok(
            MediaView.Of(asset) with
            {
                UsedBy = uses,
            },
            ApiJson.Default.MediaView,
            EntityTag.Of(asset.ToRow(StoredJson.Default.MediaAsset).Span)
        );
}

/// <param name="Tag">In any case.</param>
/// <param name="Search">Part of the file name, in any case.</param>
/// <param name="Cursor">The last page's end.</param>
public sealed record MediaFilter(
    MediaKind? Kind,
    MediaRetention? Retention,
    string? Tag,
    string? Search,
    string? Cursor,
    int Limit
)
{
    internal bool Takes(MediaAsset asset) =>
        (Kind is null || asset.Kind == Kind)
        && (Retention is null || asset.Retention == Retention)
        && (Tag is null || asset.Tags.Contains(Tag, StringComparer.OrdinalIgnoreCase))
        && (Search is null || asset.FileName.Contains(Search, StringComparison.OrdinalIgnoreCase));
}
