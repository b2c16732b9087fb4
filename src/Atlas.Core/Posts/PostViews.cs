using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Preflight;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;

namespace Atlas.Core.Posts;

public sealed record ScheduleView(string LocalTime, string TimeZone, DateTimeOffset DueAt)
{
    public static ScheduleView? Of(Schedule? schedule) =>
        schedule is null ? null : new(schedule.LocalTime, schedule.TimeZone, schedule.At);
}

public sealed record FindingView(
    FindingSeverity Severity,
    Id<Channel> ChannelId,
    Platform Platform,
    string Field,
    string Rule,
    string? Limit,
    string? Actual,
    string Message,
    string Source,
    Repair? Repair
)
{
    public static FindingView Of(Finding finding, Id<Channel> channel, Platform platform) =>
        new(
            finding.Severity,
            channel,
            platform,
            finding.Field,
            finding.Rule,
            finding.Limit,
            finding.Actual,
            finding.Message,
            finding.Source,
            finding.WithRepair().Repair
        );
}

public sealed record PublicationView(
    Id<Publication> Id,
    Id<Post> PostId,
    Id<Channel> ChannelId,
    Platform Platform,
    PublicationState State,
    DateTimeOffset? DueAt,
    DateTimeOffset? PublishedAt,
    string? PlatformPostId,
    string? Permalink,
    int Attempts,
    Waiting? Waiting,
    PublicationFailure? Failure
)
{
    public static PublicationView Of(Publication publication) =>
        new(
            publication.Id,
            publication.PostId,
            publication.ChannelId,
            publication.Platform,
            publication.State,
            publication.DueAt,
            publication.PublishedAt,
            publication.PlatformPostId,
            publication.Permalink,
            publication.Attempts,
            publication.Waiting,
            publication.Failure
        );
}

/// <summary>One publication with what goes out and what the network's rules say about it.</summary>
public sealed record PublicationDetailView(
    Id<Publication> Id,
    Id<Post> PostId,
    Id<Channel> ChannelId,
    Platform Platform,
    PublicationState State,
    DateTimeOffset? DueAt,
    DateTimeOffset? PublishedAt,
    string? PlatformPostId,
    string? Permalink,
    int Attempts,
    Waiting? Waiting,
    PublicationFailure? Failure,
    ScheduleView? Schedule,
    LatePolicyBody LatePolicy,
    PostContent Content,
    IReadOnlyList<FindingView> Findings,
    LiveAbilityView? Live
);

/// <summary>What can be done with it at the network once it is live.</summary>
/// <param name="Format">What the network calls it.</param>
/// <param name="Edit">The fields that can be changed, joined by commas; null for none.</param>
public sealed record LiveAbilityView(string Format, string? Edit, bool Delete, bool FirstComment, string? Note);

public sealed record PostView(
    Id<Post> Id,
    PostType Type,
    string Text,
    IReadOnlyList<string>? Hashtags,
    IReadOnlyList<PostMedia> Media,
    string? FirstComment,
    string? Title,
    string? Link,
    Id<MediaAsset>? Cover,
    IReadOnlyList<Subtitles>? Subtitles,
    IReadOnlyList<ThreadPart>? Thread,
    JsonElement? Options,
    IReadOnlyList<PostVariant> Variants,
    ScheduleView? Schedule,
    LatePolicyBody LatePolicy,
    IReadOnlyList<PublicationView> Publications,
    IReadOnlyList<FindingView> Findings,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
)
{
    public static PostView Of(Post post, IReadOnlyList<PublicationView> publications, IReadOnlyList<FindingView> findings) =>
        new(
            post.Id,
            post.Content.Type,
            post.Content.Text,
            post.Content.Hashtags,
            post.Content.Media,
            post.Content.FirstComment,
            post.Content.Title,
            post.Content.Link,
            post.Content.Cover,
            post.Content.Subtitles,
            post.Content.Thread,
            post.Content.Options,
            post.Variants,
            ScheduleView.Of(post.Schedule),
            PostTimes.ViewOf(post.LatePolicy),
            publications,
            findings,
            post.CreatedAt,
            post.UpdatedAt
        );
}

public sealed record PostListView(IReadOnlyList<PostView> Items, string? Next);

public sealed record PublicationListView(IReadOnlyList<PublicationView> Items, string? Next);

/// <param name="Valid">Whether it can be scheduled: no finding is an error.</param>
public sealed record ValidationView(bool Valid, IReadOnlyList<FindingView> Findings);
