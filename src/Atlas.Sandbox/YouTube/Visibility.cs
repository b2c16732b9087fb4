using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.YouTube;

/// <summary>Turns what an owner sets into what followers see: only becoming visible, changing and vanishing are effects.</summary>
internal static class Visibility
{
    /// <summary>Makes public what was scheduled on YouTube itself for a time that has passed.</summary>
    public static void FlipDue(RestCall call)
    {
        foreach (var video in call.World.State<YouTubeState>().Videos.Values)
        {
            if (video is { IsDeleted: false, Details.PublishAt: { } at } && at <= call.Now)
            {
                Apply(call, video, video.Details with { Privacy = "public", PublishAt = null });
            }
        }
    }

    public static void Apply(RestCall call, YouTubeVideo video, VideoDetails details)
    {
        lock (video.Gate)
        {
            if (video.Account.IsLocked && details.Privacy is not "private")
            {
                details = details with { Privacy = "private" };
            }

            var changed = details != video.Details;
            video.Details = details;
            if (details.Privacy is "private")
            {
                if (video.Post is { } seen)
                {
                    call.Directory.Delete(seen, call.BaseUrl);
                    video.Post = null;
                }
            }
            else if (video.Post is { } post)
            {
                if (changed)
                {
                    call.Directory.Edit(post, live => Fill(live, video), call.BaseUrl);
                }
            }
            else
            {
                video.PublishedAt ??= call.Now;
                var fresh = new NetworkPost(video.Account, video.Id, video.IsShort ? "short" : "video", call.Now);
                Fill(fresh, video);
                video.Post = fresh;
                call.Directory.Publish(fresh, call.BaseUrl);
            }
        }
    }

    public static void Fill(NetworkPost post, YouTubeVideo video)
    {
        var details = video.Details;
        post.Title = details.Title;
        post.Text = details.Description;
        post.Media = [video.File];
        post.Cover = video.Thumbnail;
        post.Privacy = details.Privacy;
        post.Facts =
        [
            ("Category", details.CategoryId),
            ("Made for kids", details.MadeForKids is true ? "yes" : "no"),
            .. details.Tags.Select(tag => ("Tag", tag)),
            .. video.Captions.Select(caption => ("Subtitles", $"{caption.Language} {caption.Name}".TrimEnd())),
        ];
    }

    /// <summary>Shows what was added beside the video, which is no change of the post's own.</summary>
    public static void Show(YouTubeVideo video)
    {
        if (video.Post is { } post)
        {
            Fill(post, video);
        }
    }
}
