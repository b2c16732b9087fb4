using Atlas.Core.Posts;

namespace Atlas.Platforms.YouTube;

/// <summary>What a video is made from: the parts of the video resource for a content.</summary>
/// <seealso href="https://developers.google.com/youtube/v3/docs/videos"/>
internal static class YouTubeVideos
{
    /// <summary>As it is uploaded: whatever the author wants later, nobody sees it yet.</summary>
    public static VideoResource Private(PostContent content, string defaultCategory)
    {
        var video = Published(content, videoId: null, defaultCategory);
        return video with { Status = video.Status! with { PrivacyStatus = "private", PublishAt = null } };
    }

    /// <summary>As the author wants it at the due instant.</summary>
    public static VideoResource Published(PostContent content, string? videoId, string defaultCategory)
    {
        var options = YouTubePostOptions.Read(content.Options);
        return new VideoResource
        {
            Id = videoId,
            Snippet = new VideoSnippet
            {
                Title = content.Title,
                Description = content.Text,
                Tags = options.Tags,
                CategoryId = options.CategoryId ?? defaultCategory,
                DefaultLanguage = options.Language,
                DefaultAudioLanguage = options.AudioLanguage,
            },
            Status = new VideoStatus
            {
                // YouTube turns a private video public at the time that it is given.
                PrivacyStatus = options.PublishAt is null ? options.Privacy : "private",
                PublishAt = options.PublishAt?.ToUniversalTime(),
                SelfDeclaredMadeForKids = options.MadeForKids,
                License = options.License,
                Embeddable = options.Embeddable,
                PublicStatsViewable = options.PublicStats,
                ContainsSyntheticMedia = options.SyntheticMedia,
            },
            RecordingDetails = options.RecordingDate is { } date
                ? new RecordingDetails(new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero))
                : null,
            PaidProductPlacementDetails = options.PaidPromotion is { } paid ? new PaidPlacement(paid) : null,
        };
    }

    /// <summary>
    /// The live video with the content's title, texts and wishes in place of its own. What the content says nothing about
    /// stays: a part that is sent replaces all of its fields.
    /// </summary>
    public static VideoResource Edited(PostContent content, VideoResource live, string defaultCategory)
    {
        var wish = Published(content, live.Id, defaultCategory);
        var options = YouTubePostOptions.Read(content.Options);
        var (snippet, status) = (live.Snippet ?? new VideoSnippet(), live.Status ?? new VideoStatus());
        return wish with
        {
            Snippet = wish.Snippet! with
            {
                Tags = options.Tags ?? snippet.Tags,
                CategoryId = options.CategoryId ?? snippet.CategoryId ?? defaultCategory,
                DefaultLanguage = options.Language ?? snippet.DefaultLanguage,
                DefaultAudioLanguage = options.AudioLanguage ?? snippet.DefaultAudioLanguage,
            },
            Status = wish.Status! with
            {
                // A video that has gone public keeps no schedule, and can be given none.
                PrivacyStatus =
                    options.PublishAt is null || status.PublishAt is not null ? wish.Status.PrivacyStatus : options.Privacy,
                PublishAt = status.PublishAt is null ? null : wish.Status.PublishAt,
                SelfDeclaredMadeForKids = options.MadeForKids ?? status.SelfDeclaredMadeForKids,
                License = options.License ?? status.License,
                Embeddable = options.Embeddable ?? status.Embeddable,
                PublicStatsViewable = options.PublicStats ?? status.PublicStatsViewable,
                ContainsSyntheticMedia = options.SyntheticMedia ?? status.ContainsSyntheticMedia,
            },
        };
    }

    /// <summary>Whether a live video says what followers were to see of it after an edit.</summary>
    public static bool IsSame(VideoResource wish, VideoResource live) =>
        wish.Snippet?.Title == live.Snippet?.Title
        && Text(wish.Snippet?.Description) == Text(live.Snippet?.Description)
        && (wish.Snippet?.Tags ?? []).SequenceEqual(live.Snippet?.Tags ?? [])
        && wish.Status?.PrivacyStatus == live.Status?.PrivacyStatus
        && wish.Status?.PublishAt == live.Status?.PublishAt;

    private static string Text(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim();

    /// <summary>The parts that a resource holds, as the <c>part</c> parameter names them.</summary>
    public static string Parts(VideoResource video) =>
        string.Join(
            ',',
            new[]
            {
                "snippet",
                "status",
                video.RecordingDetails is null ? null : "recordingDetails",
                video.PaidProductPlacementDetails is null ? null : "paidProductPlacementDetails",
            }.OfType<string>()
        );

    /// <summary>Whether the video's own state says that the author's wish is fulfilled.</summary>
    public static bool IsAsWanted(VideoStatus? status, YouTubePostOptions options) =>
        options.PublishAt is { } at
            ? status?.PrivacyStatus is "public"
                || status?.PublishAt is { } kept && (kept - at).Duration() < TimeSpan.FromSeconds(1)
            : status?.PrivacyStatus is { } privacy && privacy == options.Privacy;
}
