using System.Security.Cryptography;
using Atlas.Sandbox.Media;
using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Threads;

/// <summary>POST /{user}/threads_publish: the one call that followers see.</summary>
internal static class ThreadsPublishing
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    public static ValueTask<GraphError?> PublishAsync(GraphCall call) => ValueTask.FromResult(Publish(call));

    private static GraphError? Publish(GraphCall call)
    {
        if (call["creation_id"] is not { Length: > 0 } creationId)
        {
            return GraphErrors.Missing("creation_id");
        }

        var account = ((ThreadsNode)call.Node!).Account;
        if (
            call.World.Nodes.GetValueOrDefault(creationId) is not ThreadsContainer container
            || container.Account != account
            || container.Request.IsCarouselItem
        )
        {
            return ThreadsErrors.MediaNotFound;
        }

        lock (container.PublishLock)
        {
            if (container.StateAt(call.Now) is not ContainerState.Finished)
            {
                return ThreadsErrors.MediaNotFound;
            }

            var directory = call.World.Directory(ThreadsNetwork.Name);
            var parent = directory.Post(container.Request.ReplyToId) as ThreadsPost;
            if (container.Request.ReplyToId is not null && parent is null)
            {
                return ThreadsErrors.Invalid("The post that this answers has been deleted");
            }

            if (!(parent is null ? account.Posts24 : account.Replies24).TryUse(call.Now))
            {
                return ThreadsErrors.Quota;
            }

            var post = Make(call, account, container, parent);
            call.World.Nodes[post.Id] = new ThreadsPostNode(post);
            container.IsPublished = true;
            directory.Publish(post, call.BaseUrl);
            return call.AnswerId(post.Id);
        }
    }

    private static ThreadsPost Make(GraphCall call, ThreadsAccount account, ThreadsContainer container, ThreadsPost? parent)
    {
        var request = container.Request;
        IReadOnlyList<ThreadsContainer> parts = container.Children.Count > 0 ? container.Children : [container];
        return new ThreadsPost(account, call.World.Ids.From(18_100_000_000_000_000), parent, call.Now)
        {
            MediaType = request.MediaType switch
            {
                "TEXT" => "TEXT_POST",
                "CAROUSEL" => "CAROUSEL_ALBUM",
                var same => same,
            },
            Shortcode = "D" + RandomNumberGenerator.GetString(Letters, 10),
            Request = request,
            ParentId = parent?.Id,
            Text = request.Text,
            Link = request.LinkAttachment,
            Media = [.. parts.Select(part => part.Item).OfType<MediaItem>()],
            AltTexts = [.. parts.Where(part => part.Item is not null).Select(part => part.Request.AltText)],
            Facts = [.. Facts(request)],
        };
    }

    private static IEnumerable<(string, string)> Facts(ContainerRequest request)
    {
        if (request.TopicTag is { } topic)
        {
            yield return ("Topic", topic);
        }

        if (request.ReplyControl is { } control)
        {
            yield return ("Who may reply", control);
        }

        if (request.Poll.Count > 0)
        {
            yield return ("Poll", string.Join(" · ", request.Poll));
        }

        if (request.TextAttachment is { } text)
        {
            yield return ("Attached text", text);
        }

        if (request.QuotePostId is { } quote)
        {
            yield return ("Quotes", quote);
        }

        if (request.HasSpoilers)
        {
            yield return ("Spoiler", "hidden until tapped");
        }

        if (request.IsGhost)
        {
            yield return ("Ghost post", "gone after 24 hours");
        }

        if (request.GifId is { } gif)
        {
            yield return ("GIF", gif);
        }

        if (request.LocationId is { } place)
        {
            yield return ("Place", place);
        }

        if (request.Countries.Count > 0)
        {
            yield return ("Only in", string.Join(", ", request.Countries));
        }
    }
}
