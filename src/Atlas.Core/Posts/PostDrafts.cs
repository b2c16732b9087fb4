using Atlas.Core.Media;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;
using Atlas.Core.Storage;
using Atlas.Core.Tracing;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Posts;

/// <summary>How requests become posts and publications: plain functions.</summary>
internal static class PostDrafts
{
    public static PostContent ReadContent(CreatePostRequest request, List<ProblemError> errors)
    {
        PostLimits.CheckChannels(request.ChannelIds, errors);
        var content = new PostContent
        {
            Type = request.Type ?? PostType.Post,
            Text = request.Text ?? "",
            Hashtags = request.Hashtags is [] ? null : request.Hashtags,
            Media = request.Media ?? [],
            FirstComment = request.FirstComment is "" ? null : request.FirstComment,
            Title = request.Title is "" ? null : request.Title,
            Link = request.Link is "" ? null : request.Link,
            Cover = request.Cover,
            Subtitles = request.Subtitles is [] ? null : request.Subtitles,
            Thread = request.Thread is [] ? null : request.Thread,
            Options = request.Options,
        };
        CheckContents(content, request.Variants ?? [], errors);
        if (request is { ChannelIds: { } channels, Variants: { } variants })
        {
            PostLimits.CheckVariants(variants, channels, errors);
        }

        return content;
    }

    public static void CheckContents(PostContent content, IReadOnlyList<PostVariant> variants, List<ProblemError> errors)
    {
        PostLimits.CheckContent(content, "", errors);
        for (var i = 0; i < variants.Count; i++)
        {
            PostLimits.CheckContent(variants[i].ApplyTo(new PostContent()), $"variants[{i}].", errors);
        }
    }

    public static Publication MakePublication(
        Id<Publication> id,
        Id<Post> post,
        Id<Workspace> workspace,
        InspectedChannel channel,
        LatePolicy policy,
        DateTimeOffset now
    ) =>
        new()
        {
            Id = id,
            PostId = post,
            WorkspaceId = workspace,
            ChannelId = channel.Channel.Id,
            Platform = channel.Channel.Platform,
            State = PublicationState.Draft,
            Content = channel.Content,
            ContentHash = ContentHash.Of(channel.Content),
            Takes = channel.Takes,
            LatePolicy = policy,
            Timeline = [new TimelineEntry(now, "created") { CorrelationId = RequestCorrelation.Current }],
            CreatedAt = now,
        };

    public static void AddMediaUses(List<RowWrite> writes, Id<Post> post, IReadOnlyList<Id<MediaAsset>> media)
    {
        foreach (var id in media)
        {
            writes.Add(RowWrite.Upsert(WorkspaceKeys.MediaUse(id, post), default));
        }
    }

    /// <summary>A long text on many channels can be more than one batch holds.</summary>
    public static Problem? RefuseTooLarge(List<RowWrite> writes)
    {
        long bytes = 0;
        foreach (var write in writes)
        {
            if (write.Data.Length > RowLimits.MaxDataBytes)
            {
                return TooLarge();
            }

            bytes += write.Data.Length;
        }

        // The kept answer joins the batch later; it is about as large as the post itself.
        return bytes + (2 * writes[0].Data.Length) > RowLimits.MaxBatchBytes ? TooLarge() : null;
    }

    private static Problem TooLarge() =>
        Problem.Invalid("channelIds", "size", "So long a text on so many channels is too much for one post. Make several posts.");
}
