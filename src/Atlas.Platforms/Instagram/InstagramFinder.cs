using System.Text.RegularExpressions;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;
using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Instagram;

/// <summary>Looks whether a post is live whose answer was lost: its container's state first, then the account's media.</summary>
internal sealed partial class InstagramFinder(InstagramApi api)
{
    private const int MostPages = 5;

    /// <summary>Instagram's clock against ours.</summary>
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(2);

    public async Task<FindAnswer> FindAsync(PublishWork work, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        if (work.IsRestored)
        {
            return await AmongMediaAsync(work, InstagramAccess.Of(work), notBefore, "it is the account's", cancellationToken);
        }

        // The container that was published, whatever the content is by now.
        if (InstagramCursor.ReadAny(work.Cursor)?.Container is not { } container)
        {
            return new FindAnswer.Absent("No container was made, so none can have been published.", Certain: true);
        }

        var access = InstagramAccess.Of(work);
        var answer = await api.ReadContainerAsync(access, container, cancellationToken);
        return answer.Read(InstagramJson.Default.ContainerStatus)?.Code switch
        {
            "FINISHED" => new FindAnswer.Absent("Its container is FINISHED: prepared, not published.", Certain: true),
            "ERROR" or "EXPIRED" => new FindAnswer.Absent(
                "Its container failed or expired without being published.",
                Certain: true
            ),
            "IN_PROGRESS" => new FindAnswer.Absent("Its container is still IN_PROGRESS.", Certain: false),
            "PUBLISHED" => await AmongMediaAsync(work, access, notBefore, "its container is PUBLISHED", cancellationToken) switch
            {
                FindAnswer.Found live => live with { ProvenLive = true },
                FindAnswer.Unreadable { TokenRefused: true } refused => refused,
                _ => new FindAnswer.Unreadable(
                    "Its container is PUBLISHED, but the account's media do not show it yet.",
                    Ever: false
                ),
            },
            // A read that broke off says nothing, and without it a look-alike would be taken for ours.
            _ when IsPassing(answer) || InstagramFormats.Of(work.Content, work.Media) is InstagramFormat.Story =>
                InstagramAnswers.Product.Unreadable("Its container", answer),
            _ => await AmongMediaAsync(work, access, notBefore, "its container could not be read", cancellationToken)
                is FindAnswer.Found match
                ? match
                : InstagramAnswers.Product.Unreadable("Its container", answer),
        };
    }

    private static bool IsPassing(GraphAnswer answer) =>
        answer is not { Outcome: CallOutcome.Answered, IsServerFault: false } || answer.Status == 429;

    private async Task<FindAnswer> AmongMediaAsync(
        PublishWork work,
        InstagramAccess access,
        DateTimeOffset notBefore,
        string evidence,
        CancellationToken cancellationToken
    )
    {
        var format = InstagramFormats.Of(work.Content, work.Media);
        var edge = format is InstagramFormat.Story ? "stories" : "media";
        var since = notBefore - s_skew;
        List<(InstagramMedia Media, DateTimeOffset At)> matches = [];
        string? after = null;
        GraphAnswer? broken = null;
        var isWhole = false;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await api.ListMediaAsync(access, edge, since, after, cancellationToken);
            if (answer.Read(InstagramJson.Default.InstagramPageInstagramMedia) is not { } list)
            {
                broken = answer;
                break;
            }

            foreach (var media in list.Data ?? [])
            {
                if (
                    media.Id is not null
                    && GraphTime.Parse(media.Timestamp) is { } at
                    && at >= since
                    && Matches(work, format, media)
                )
                {
                    matches.Add((media, at));
                }
            }

            after = list.Paging?.Cursors?.After;
            if (list.Paging?.Next is null || after is null)
            {
                isWhole = true;
                break;
            }
        }

        var what = format is InstagramFormat.Story ? "type and time match" : "type, caption and time match";
        return matches.Count == 0
            ? isWhole
                ? new FindAnswer.Absent("No post of the account matches.", Certain: false)
                : broken is not null
                    ? InstagramAnswers.Product.Unreadable("The account's media", broken)
                    : new FindAnswer.Unreadable("The account's media could not be read to the end.", Ever: false)
            : new FindAnswer.Found([
                .. matches
                    .OrderBy(match => match.At) // ours is the first that came after the call, unless another publication owns it
                    .Select(match => new FoundPost(match.Media.Id!, match.Media.Permalink, match.At, $"{evidence}; {what}")),
            ]);
    }

    private static bool Matches(PublishWork work, InstagramFormat format, InstagramMedia media) =>
        format switch
        {
            InstagramFormat.Story => media.MediaType == (work.Media[0].Kind is Core.Media.MediaKind.Video ? "VIDEO" : "IMAGE"),
            InstagramFormat.Image => media.MediaType is "IMAGE" && SameText(work.Content.Text, media.Caption),
            InstagramFormat.Carousel => media.MediaType is "CAROUSEL_ALBUM" && SameText(work.Content.Text, media.Caption),
            InstagramFormat.Reel => media.MediaType is "VIDEO" && SameText(work.Content.Text, media.Caption),
            _ => false,
        };

    /// <summary>Instagram trims captions and may change how white space is written.</summary>
    internal static bool SameText(string ours, string? theirs) =>
        WhiteSpace().Replace(ours, " ").Trim() == WhiteSpace().Replace(theirs ?? "", " ").Trim();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WhiteSpace();
}
