using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Facebook;

/// <summary>What happens between the finish phase and the moment when followers see the video.</summary>
internal static class VideoProcessing
{
    /// <summary>Call under the video's lock. A story's post is there at once, as its answer names it.</summary>
    public static void Begin(World world, PageVideo video, string baseUrl)
    {
        if (video.Item is null)
        {
            return; // its failure is stated already
        }

        if (video.Kind is VideoKind.Story || world.Options.VideoProcessingMs is 0)
        {
            Publish(world, video, baseUrl);
            return;
        }

        _ = PublishLaterAsync(world, video, baseUrl);
    }

    private static async Task PublishLaterAsync(World world, PageVideo video, string baseUrl)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(world.Options.VideoProcessingMs), world.Clock, CancellationToken.None);
        lock (video.Lock)
        {
            Publish(world, video, baseUrl);
        }
    }

    private static void Publish(World world, PageVideo video, string baseUrl)
    {
        var kind = video.Kind switch
        {
            VideoKind.Reel => "reel",
            VideoKind.Story => "story",
            _ => "video",
        };
        var postId = FeedPosts.NewId(world, video.Page);
        var entry = new NetworkPost(
            PageFeeds.Of(world, video.Page),
            video.Kind is VideoKind.Story ? postId : video.Id,
            kind,
            world.Now
        )
        {
            Title = video.Title,
            Text = video.Description,
            Media = [video.Item!],
            Cover = video.Cover,
        };
        video.Post = new PagePost(postId, video.Page, entry)
        {
            Video = video,
            StoryMediaId = video.Kind is VideoKind.Story ? video.Id : null,
        };
        video.PublishedAt = world.Now;
        FeedPosts.Publish(world, baseUrl, video.Post);
    }
}
