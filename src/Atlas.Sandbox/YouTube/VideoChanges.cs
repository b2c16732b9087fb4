using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.YouTube;

internal static class VideoChanges
{
    public static RestAnswer Update(RestCall call)
    {
        var id = call.Body.RequiredText("id");
        var video = call.World.State<YouTubeState>().Video(id);
        if (VideoFields.Parts(call) is not { } parts)
        {
            return YouTubeErrors.Of(400, "missingRequiredParameter", "part is missing or can't be written.", "youtube.parameter");
        }

        var details = VideoFields.Read(call.Body, parts, video?.Details ?? new VideoDetails(), isUpdate: true);
        if (call.RefuseBody() is { } refused)
        {
            return refused;
        }

        if (video is null)
        {
            return YouTubeErrors.VideoNotFound();
        }

        if (video.Account != call.Account)
        {
            return YouTubeErrors.Of(403, "forbidden", "The video belongs to another channel.", "youtube.video");
        }

        if (details.PublishAt is not null && video.PublishedAt is not null && video.Details.PublishAt is null)
        {
            return YouTubeErrors.Of(400, "invalidPublishAt", "The video was published before.", "youtube.video");
        }

        Visibility.Apply(call, video, details);
        Visibility.FlipDue(call);
        return RestAnswer.Ok(VideoFields.Write(call.World, video));
    }

    public static RestAnswer Delete(RestCall call)
    {
        if (call.World.State<YouTubeState>().Video(call.Query("id")) is not { } video)
        {
            return YouTubeErrors.VideoNotFound();
        }

        if (video.Account != call.Account)
        {
            return YouTubeErrors.Of(403, "forbidden", "The video belongs to another channel.", "youtube.video");
        }

        lock (video.Gate)
        {
            video.IsDeleted = true;
            if (video.Post is { } post)
            {
                call.Directory.Delete(post, call.BaseUrl);
            }
        }

        return RestAnswer.NoContent;
    }
}
