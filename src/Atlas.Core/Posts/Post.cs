using System.Text.Json;
using System.Text.Json.Serialization;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Posts;

/// <summary>What a person wrote once for several channels. Each channel's outcome is a <see cref="Publication"/> of its own.</summary>
[StoredData(
    DataSubject.Workspace,
    "What the workspace wrote and when it is due.",
    "Until the workspace deletes it.",
    "By its owner or with the workspace."
)]
public sealed record Post
{
    public required Id<Post> Id { get; init; }

    public required Id<Workspace> WorkspaceId { get; init; }

    /// <summary>The base content; a channel's variant overrides parts of it.</summary>
    public required PostContent Content { get; init; }

    public IReadOnlyList<PostVariant> Variants { get; init; } = [];

    /// <summary>One for each channel, in the order in which the channels were given.</summary>
    public required IReadOnlyList<PostPublication> Publications { get; init; }

    /// <summary>Null for a draft without a time.</summary>
    public Schedule? Schedule { get; init; }

    public LatePolicy LatePolicy { get; init; } = LatePolicy.Default;

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The content as it goes out on a channel of a network.</summary>
    public PostContent ContentFor(Id<Channel> channelId, Platform platform) =>
        PostVariant.Apply(Content, PostVariant.Of(Variants, channelId, platform));

    /// <summary>The time that a variant gives the channel alone; null where none does.</summary>
    public Schedule? OwnTime(Id<Channel> channelId, Platform platform, string timeZone) =>
        PostVariant.Of(Variants, channelId, platform).LastOrDefault(variant => variant.Variant.HasTime).Variant?.Time(timeZone);
}

public sealed record PostPublication(Id<Channel> ChannelId, Id<Publication> PublicationId);

/// <summary>What differs on one channel, or on all channels of one network. Null leaves the base as it is.</summary>
public sealed record PostVariant
{
    /// <summary>One of this and <see cref="Platform"/>. A channel's own variant lies over its network's.</summary>
    public Id<Channel>? ChannelId { get; init; }

    public Platform? Platform { get; init; }

    /// <summary>A time of its own, in the workspace's zone where it names none.</summary>
    public ScheduleBody? Schedule { get; init; }

    /// <summary>In place of <see cref="Schedule"/>.</summary>
    public DateTimeOffset? DueAt { get; init; }

    public IReadOnlyList<string>? Hashtags { get; init; }

    public PostType? Type { get; init; }

    public string? Text { get; init; }

    public IReadOnlyList<PostMedia>? Media { get; init; }

    public string? FirstComment { get; init; }

    public string? Title { get; init; }

    public string? Link { get; init; }

    public Id<MediaAsset>? Cover { get; init; }

    public IReadOnlyList<Subtitles>? Subtitles { get; init; }

    public IReadOnlyList<ThreadPart>? Thread { get; init; }

    public JsonElement? Options { get; init; }

    public PostContent ApplyTo(PostContent content) =>
        content with
        {
            Type = Type ?? content.Type,
            Text = Text ?? content.Text,
            Hashtags = Hashtags ?? content.Hashtags,
            Media = Media ?? content.Media,
            FirstComment = FirstComment ?? content.FirstComment,
            Title = Title ?? content.Title,
            Link = Link ?? content.Link,
            Cover = Cover ?? content.Cover,
            Subtitles = Subtitles ?? content.Subtitles,
            Thread = Thread ?? content.Thread,
            Options = Options ?? content.Options,
        };

    [JsonIgnore]
    internal bool HasTime => Schedule is not null || DueAt is not null;

    /// <summary>Null where it has none of its own, or one that can't be read.</summary>
    internal Schedule? Time(string timeZone) =>
        DueAt is { } dueAt ? WallClock.At(dueAt, timeZone)
        : Schedule?.LocalTime is { } local && WallClock.TryResolve(local, Schedule.TimeZone ?? timeZone, out var time) ? time
        : null;

    /// <summary>The variants of a channel with their places: its network's first, then its own.</summary>
    internal static IReadOnlyList<(PostVariant Variant, int Index)> Of(
        IReadOnlyList<PostVariant> variants,
        Id<Channel> channelId,
        Platform platform
    )
    {
        if (variants.Count == 0)
        {
            return [];
        }

        var own = variants.Index().Where(variant => variant.Item.ChannelId == channelId || variant.Item.Platform == platform);
        return [.. own.OrderBy(variant => variant.Item.ChannelId is not null).Select(variant => (variant.Item, variant.Index))];
    }

    internal static PostContent Apply(PostContent content, IReadOnlyList<(PostVariant Variant, int Index)> variants) =>
        variants.Aggregate(content, (below, variant) => variant.Variant.ApplyTo(below)).Resolve();
}
