using Atlas.Core.Platforms;

namespace Atlas.Platforms.Mastodon;

/// <summary>
/// Looks for a status whose answer was lost, among the account's newest. Servers give out statuses as HTML, so the source of
/// each that may be ours is read and compared with what was sent.
/// </summary>
internal sealed class MastodonFinder(MastodonApi api, MastodonVerdicts verdicts)
{
    private const int MostSources = 10;

    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(2);

    public async Task<FindAnswer> FindAsync(
        PublishWork work,
        StatusPlan plan,
        DateTimeOffset notBefore,
        CancellationToken cancellationToken
    )
    {
        if (MastodonCursor.Read(plan.Cursor, work.ContentHash).Key is null)
        {
            return new FindAnswer.Absent("Nothing was prepared, so nothing can have been sent.", Certain: true);
        }

        var server = MastodonPosting.Server(work);
        var account = work.Channel.AccountId.Split('@')[0];
        var answer = await api.ListAsync(server, work.AccessToken, account, cancellationToken);
        if (!answer.Succeeded || answer.Read(MastodonJson.Default.MastodonStatusArray) is not { } statuses)
        {
            return verdicts.Unreadable("The account's posts", answer);
        }

        List<FoundPost> found = [];
        foreach (var status in statuses.Where(status => MayBeOurs(status, plan, notBefore)).Take(MostSources))
        {
            var source = await api.ReadSourceAsync(server, work.AccessToken, status.Id!, cancellationToken);
            if (!source.Succeeded || source.Read(MastodonJson.Default.StatusSource) is not { } written)
            {
                return verdicts.Unreadable("A post of the account", source);
            }

            if (SameText(written.Text, plan.Text))
            {
                found.Add(new FoundPost(status.Id!, status.Url, status.CreatedAt, "text, media and time match"));
            }
        }

        return found.Count > 0
            ? new FindAnswer.Found([.. found.OrderBy(post => post.PublishedAt)])
            : new FindAnswer.Absent("None of the account's newest posts is this one.", Certain: false);
    }

    private static bool MayBeOurs(MastodonStatus status, StatusPlan plan, DateTimeOffset notBefore) =>
        status.Id is not null
        && status.CreatedAt >= notBefore - s_skew
        && status.InReplyToId == plan.ReplyTo
        && (status.MediaAttachments?.Count ?? 0) == plan.Media.Count;

    internal static bool SameText(string? theirs, string ours) =>
        (theirs ?? "").ReplaceLineEndings("\n").Trim() == ours.ReplaceLineEndings("\n").Trim();
}
