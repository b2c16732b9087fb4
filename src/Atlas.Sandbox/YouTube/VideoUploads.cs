using Atlas.Sandbox.Media;
using Atlas.Sandbox.Networks;
using Atlas.Sandbox.OAuth;
using Atlas.Sandbox.Uploads;

namespace Atlas.Sandbox.YouTube;

/// <summary>Resumable uploads, byte for byte. The video comes into being with the last byte and not before.</summary>
internal sealed class VideoUploads
{
    private const long Unit = 256 * 1024;

    private static readonly TimeSpan SessionLife = TimeSpan.FromDays(7);

    public ValueTask<RestAnswer> StartAsync(RestCall call) => ValueTask.FromResult(Start(call));

    public async ValueTask<RestAnswer> PutAsync(RestCall call)
    {
        var session = call.World.State<YouTubeState>().Sessions.GetValueOrDefault(call.Query("upload_id") ?? "");
        if (session is null || session.Account != call.Account || session.Started + SessionLife <= call.Now)
        {
            return YouTubeErrors.Of(404, "notFound", "The upload session is not there.", "global");
        }

        await session.Gate.WaitAsync();
        try
        {
            return await PutAsync(call, session);
        }
        finally
        {
            session.Gate.Release();
        }
    }

    private static RestAnswer Start(RestCall call)
    {
        var account = (YouTubeAccount)call.Account!;
        var details = VideoFields.Parts(call) is { } parts
            ? VideoFields.Read(call.Body, parts, new VideoDetails(), isUpdate: false)
            : null;
        if (details is null || call.Query("uploadType") is not "resumable")
        {
            return YouTubeErrors.Of(400, "badRequest", "part or uploadType is wrong.", "global");
        }

        if (call.RefuseBody() is { } refused)
        {
            return refused;
        }

        if (!long.TryParse(call.Header("X-Upload-Content-Length"), out var length) || length <= 0)
        {
            return YouTubeErrors.Of(400, "mediaBodyRequired", "X-Upload-Content-Length is missing.", "youtube.video");
        }

        var state = call.World.State<YouTubeState>();
        var today = state.Videos.Values.Count(video => video.Account == account && video.Uploaded > call.Now.AddDays(-1));
        if (today >= account.UploadLimit)
        {
            return YouTubeErrors.Of(
                400,
                "uploadLimitExceeded",
                "The user has exceeded the number of videos they may upload.",
                "youtube.video"
            );
        }

        var id = $"AJ{OAuthBook.NewSecret(40)}";
        state.Sessions[id] = new UploadSession(account, details, length, call.Now);
        var address = call.HostUrl(
            $"www.googleapis.com/upload/youtube/v3/videos?uploadType=resumable&part={call.Query("part")}&upload_id={id}"
        );
        return RestAnswer.Empty().With("Location", address).With("X-GUploader-UploadID", id);
    }

    private static async ValueTask<RestAnswer> PutAsync(RestCall call, UploadSession session)
    {
        var total = session.Bytes.Total!.Value;
        var request = call.Http.Request;
        if (session.Video is { } made)
        {
            return RestAnswer.Ok(VideoFields.Write(call.World, made));
        }

        var range = ContentRange.Read(request) ?? new ContentRange(0, total - 1, total);
        if (range.Total != total)
        {
            return YouTubeErrors.Of(400, "badRequest", "Content-Range names another length.", "global");
        }

        if (range.IsQuestion)
        {
            return Incomplete(session);
        }

        var from = range.From!.Value;
        var isLast = range.Last == total - 1;
        if (from != session.Bytes.Next || (!isLast && range.Length % Unit is not 0))
        {
            return YouTubeErrors.Of(400, "badRequest", "Content-Range does not go on where the upload stopped.", "global");
        }

        await session.Bytes.WriteAsync(request.Body, from, range.Length, call.Http.RequestAborted);
        if (!session.Bytes.IsComplete)
        {
            return Incomplete(session);
        }

        using var file = await session.Bytes.TakeAsync();
        var video = new YouTubeVideo(
            session.Account,
            YouTubeState.NewId(),
            MediaProbe.Process(call.World, file, call.Network.Platform, session.Account.Id),
            call.Now
        )
        {
            Details = session.Details with { Privacy = "private" },
        };
        session.Video = video;
        call.World.State<YouTubeState>().Videos[video.Id] = video;
        Visibility.Apply(call, video, session.Details);
        return RestAnswer.Ok(VideoFields.Write(call.World, video));
    }

    private static RestAnswer Incomplete(UploadSession session) =>
        session.Bytes.Next is > 0 and var next
            ? RestAnswer.Empty(308).With("Range", $"bytes=0-{next - 1}")
            : RestAnswer.Empty(308);
}
