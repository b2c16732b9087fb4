using Atlas.Sandbox.Instagram;
using Atlas.Sandbox.Media;
using Atlas.Sandbox.Meta;
using Atlas.Sandbox.Networks;
using Atlas.Sandbox.Uploads;

namespace Atlas.Sandbox.Facebook;

/// <summary>The phases of videos, reels and stories: start gives the id, finish is what followers see.</summary>
internal static class VideoPhases
{
    private const int PartBytes = 4 << 20;
    private const int MostReels = 30;

    public static async ValueTask<GraphError?> RunAsync(GraphCall call, VideoKind kind)
    {
        if (FeedPosts.NeedsPage(call) is { } refused || call.Node is not FacebookPage page)
        {
            return FeedPosts.NeedsPage(call) ?? GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        return call["upload_phase"] switch
        {
            "start" => Start(call, page, kind),
            "transfer" when kind is VideoKind.Feed => await TransferAsync(call, page),
            "finish" => Finish(call, page, kind),
            null when kind is VideoKind.Story => PageErrors.StoryMisuse,
            _ => GraphErrors.Invalid("upload_phase is start, transfer or finish"),
        };
    }

    /// <summary>As stories answer.</summary>
    public static GraphError? AnswerPost(GraphCall call, string postId)
    {
        call.Json.WriteStartObject();
        call.Json.WriteBoolean("success"u8, true);
        call.Json.WriteString("post_id"u8, postId);
        call.Json.WriteEndObject();
        return null;
    }

    private static GraphError? Start(GraphCall call, FacebookPage page, VideoKind kind)
    {
        long? size = null;
        if (kind is VideoKind.Feed)
        {
            if (!long.TryParse(call["file_size"], out var told) || told <= 0)
            {
                return GraphErrors.Missing("file_size");
            }

            size = told;
        }

        var id = call.World.Ids.From(1_200_000_000_000_000);
        var session = kind is VideoKind.Feed ? call.World.Ids.From(1_300_000_000_000_000) : null;
        var video = new PageVideo(id, page, kind, size) { SessionId = session };
        call.World.Nodes[id] = video;
        call.Json.WriteStartObject();
        call.Json.WriteString("video_id"u8, id);
        if (session is not null)
        {
            call.World.State<PageState>().Sessions[session] = video;
            call.Json.WriteString("upload_session_id"u8, session);
            WriteRange(call, 0, size ?? 0);
        }
        else
        {
            call.Json.WriteString("upload_url"u8, $"{call.BaseUrl}/rupload.facebook.com/video-upload/{call.Version}/{id}");
        }

        call.Json.WriteEndObject();
        return null;
    }

    private static async ValueTask<GraphError?> TransferAsync(GraphCall call, FacebookPage page)
    {
        if (Session(call, page) is not { } video)
        {
            return PageErrors.NoVideo;
        }

        var form = call.Http.Request.HasFormContentType ? await call.Http.Request.ReadFormAsync() : null;
        if (form?.Files["video_file_chunk"] is not { } chunk || !long.TryParse(call["start_offset"], out var from))
        {
            return GraphErrors.Missing("video_file_chunk");
        }

        await using var body = chunk.OpenReadStream();
        if (
            from != video.Upload.Next
            || await video.Upload.WriteAsync(body, from, chunk.Length, call.Http.RequestAborted) is not UploadStep.Stored
        )
        {
            return new GraphError(100, "Invalid start_offset") { Subcode = 1363037 };
        }

        if (video.Upload.IsComplete)
        {
            using var file = await video.Upload.TakeAsync();
            Take(call.World, video, file);
        }

        call.Json.WriteStartObject();
        WriteRange(call, video.Upload.Next, video.Upload.Total ?? 0);
        call.Json.WriteEndObject();
        return null;
    }

    /// <summary>The whole file is here: what it is decides whether it can be published.</summary>
    public static void Take(World world, PageVideo video, FetchedFile file)
    {
        var item =
            file.Failure is FetchFailure.None ? MediaProbe.Process(world, file, FacebookNetwork.Name, video.Page.Id) : null;
        lock (video.Lock)
        {
            video.HasArrived = true;
            video.Item = item is { IsVideo: true } ? item : null;
            video.Failure = video.Item is null ? (1363026, "The file is no video that can be read.") : null;
        }
    }

    private static PageVideo? Session(GraphCall call, FacebookPage page) =>
        call.World.State<PageState>().Sessions.GetValueOrDefault(call["upload_session_id"] ?? "") is { } video
        && video.Page == page
            ? video
            : null;

    private static GraphError? Finish(GraphCall call, FacebookPage page, VideoKind kind)
    {
        var video =
            kind is VideoKind.Feed
                ? Session(call, page)
                : call.World.Nodes.GetValueOrDefault(call["video_id"] ?? "") as PageVideo;
        if (video is null || video.Page != page || video.Kind != kind)
        {
            return PageErrors.NoVideo;
        }

        if (kind is VideoKind.Reel && call["video_state"] is not "PUBLISHED")
        {
            return GraphErrors.Invalid("video_state is PUBLISHED here: drafts and schedules are not simulated");
        }

        var reader = new ParameterReader(call);
        var title = reader.Text("title", 255);
        if (reader.Error is { } error)
        {
            return error;
        }

        lock (video.Lock)
        {
            if (!video.HasArrived)
            {
                return PageErrors.NoVideo;
            }

            if (video.Item is { } item && kind is VideoKind.Reel && ReelProblem(item) is { } problem)
            {
                return problem;
            }

            if (!video.IsFinished)
            {
                if (kind is VideoKind.Reel && !call.World.State<PageState>().TryCountReel(page.Id, call.Now, MostReels))
                {
                    return PageErrors.TooFast;
                }

                (video.IsFinished, video.Title, video.Description) = (true, title, call["description"]);
                VideoProcessing.Begin(call.World, video, call.BaseUrl);
            }
        }

        return kind is VideoKind.Story && video.Post is { } story ? AnswerPost(call, story.Id) : call.Success();
    }

    private static GraphError? ReelProblem(MediaItem item)
    {
        var video = item.Video!;
        var ratio = (double)item.Width / Math.Max(1, item.Height);
        return video.Duration < TimeSpan.FromSeconds(2.9) || video.Duration > TimeSpan.FromSeconds(90.1) ? PageErrors.ReelDuration
            : Math.Abs(ratio - 9.0 / 16) > 0.02 ? PageErrors.ReelRatio
            : item.Width < 540 || item.Height < 960 ? PageErrors.ReelSize
            : !video.IsFragmented && Math.Round(video.FramesPerSecond) is < 23 or > 60 ? PageErrors.ReelFrames
            : null;
    }

    private static void WriteRange(GraphCall call, long from, long total)
    {
        call.Json.WriteString("start_offset"u8, from.ToString());
        call.Json.WriteString("end_offset"u8, Math.Min(total, from + PartBytes).ToString());
    }
}
