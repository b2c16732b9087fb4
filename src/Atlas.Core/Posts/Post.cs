using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Media;
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

    /// <summary>The content as it goes out on <paramref name="channelId"/>.</summary>
    public PostContent ContentFor(Id<Channel> channelId)
    {
        foreach (var variant in Variants)
        {
            if (variant.ChannelId == channelId)
            {
                return variant.ApplyTo(Content);
            }
        }

        return Content;
    }
}

public sealed record PostPublication(Id<Channel> ChannelId, Id<Publication> PublicationId);

/// <summary>What differs on one channel. Null leaves the base as it is.</summary>
public sealed record PostVariant
{
    public required Id<Channel> ChannelId { get; init; }

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
            Media = Media ?? content.Media,
            FirstComment = FirstComment ?? content.FirstComment,
            Title = Title ?? content.Title,
            Link = Link ?? content.Link,
            Cover = Cover ?? content.Cover,
            Subtitles = Subtitles ?? content.Subtitles,
            Thread = Thread ?? content.Thread,
            Options = Options ?? content.Options,
        };
}
