using System.Globalization;
using Atlas.Core.Audit;
using Atlas.Core.Platforms;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Channels;

/// <summary>Changes what a workspace says of a channel, as opposed to what the network says of it.</summary>
public sealed class UpdateChannel(
    IRowStore rows,
    ChannelStore channels,
    PlatformPublishers publishers,
    PlatformLogins logins,
    AuditLog audit
)
{
    /// <summary>A longer gap is what <c>perDay</c> is for.</summary>
    private const int LongestGap = 7 * 24 * 60;

    private const int MostPerDay = 1_000;

    public async Task<Outcome<Answer>> HandleAsync(
        Caller caller,
        Id<Channel> id,
        UpdateChannelRequest request,
        string? ifMatch,
        CancellationToken cancellationToken
    )
    {
        var found = await channels.ReadToChangeAsync(caller, id, ifMatch, cancellationToken);
        if (found.Failed)
        {
            return found.Problem;
        }

        var current = found.Value;

        var errors = Check(request.Spacing, publishers.Find(current.Value.Platform)?.DailyPosts, current.Value.Platform);
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        var next = current.Value with { Spacing = SpacingOf(request.Spacing!) };
        var document = next.ToRow(StoredJson.Default.Channel);
        List<RowWrite> batch =
        [
            RowWrite.Replace(WorkspaceKeys.Channel(id), document, current.ETag),
            audit.Entry(
                caller.WorkspaceId,
                caller.KeyId,
                AuditAction.ChannelUpdated,
                $"channel:{id}",
                ("minGapMinutes", request.Spacing!.MinGapMinutes?.ToString(CultureInfo.InvariantCulture) ?? "none"),
                ("perDay", request.Spacing.PerDay?.ToString(CultureInfo.InvariantCulture) ?? "none")
            ),
        ];
        var partition = WorkspaceKeys.Partition(caller.WorkspaceId);
        if (next.Spacing is null && await rows.ReadAsync(partition, WorkspaceKeys.Pace(id), cancellationToken) is { } pace)
        {
            // Nobody keeps it while there is no spacing: a later one looks up afresh what has been published.
            batch.Add(RowWrite.Delete(pace.Key, pace.ETag));
        }

        var outcome = await rows.WriteAsync(partition, batch, cancellationToken);
        return outcome.Succeeded
            ? Answer.Ok(ChannelView.Of(next, logins), ApiJson.Default.ChannelView, EntityTag.Of(document.Span))
            : Problem.PreconditionFailed();
    }

    private static ChannelSpacing? SpacingOf(ChannelSpacingView spacing) =>
        spacing is { MinGapMinutes: null, PerDay: null }
            ? null
            : new ChannelSpacing(spacing.MinGapMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null, spacing.PerDay);

    private static List<ProblemError> Check(ChannelSpacingView? spacing, DailyPosts? documented, Platform platform)
    {
        List<ProblemError> errors = [];
        if (spacing is null)
        {
            errors.Add(new ProblemError("spacing", "required", "Say how far apart the channel's posts are kept."));
            return errors;
        }

        if (spacing.MinGapMinutes is { } gap and (< 1 or > LongestGap))
        {
            errors.Add(
                new ProblemError(
                    "spacing.minGapMinutes",
                    "range",
                    "A gap has a minute to seven days.",
                    $"1 to {LongestGap} minutes",
                    $"{gap} minutes"
                )
            );
        }

        var most = documented?.Limit ?? MostPerDay;
        if (spacing.PerDay is { } perDay && (perDay < 1 || perDay > most))
        {
            errors.Add(
                new ProblemError(
                    "spacing.perDay",
                    "range",
                    documented is null
                        ? $"It is 1 to {most} posts."
                        : $"It is 1 to {most} posts: {platform} takes no more from one account in 24 hours.",
                    $"1 to {most} posts",
                    $"{perDay} posts",
                    platform.ToName(),
                    documented?.Source
                )
            );
        }

        return errors;
    }
}
