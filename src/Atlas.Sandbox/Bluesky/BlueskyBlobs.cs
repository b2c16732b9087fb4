using System.Text.Json.Nodes;
using Atlas.Sandbox.Media;
using Atlas.Sandbox.Networks;
using Atlas.Sandbox.Uploads;

namespace Atlas.Sandbox.Bluesky;

/// <summary>Files: pictures straight to the server, videos by the service that prepares them.</summary>
internal static class BlueskyBlobs
{
    private const long MostBlobBytes = 50_000_000;
    private const long MostVideoBytes = 100_000_000;

    public static async ValueTask<RestAnswer> UploadAsync(RestCall call)
    {
        var type = call.Http.Request.ContentType;
        if (string.IsNullOrEmpty(type))
        {
            return BlueskyErrors.Of("InvalidRequest", "Request encoding (Content-Type) required but not provided");
        }

        var (item, problem) = await ReceiveAsync(call, MostBlobBytes);
        return item is null
            ? problem!
            : RestAnswer.Ok(
                new JsonObject { ["blob"] = call.World.State<BlueskyState>().Keep(call.Account!.Id, item, type).ToJson() }
            );
    }

    public static RestAnswer ServiceAuth(RestCall call) =>
        call.Query("aud")?.StartsWith("did:") is not true || call.Query("lxm") is not "com.atproto.repo.uploadBlob"
            ? BlueskyErrors.Of("InvalidRequest", "aud and lxm are needed")
        : long.TryParse(call.Query("exp"), out var exp) && exp > call.Now.AddHours(1).ToUnixTimeSeconds()
            ? BlueskyErrors.Of("BadExpiration", "cannot request a token with an expiration more than an hour in the future")
        : RestAnswer.Ok(new JsonObject { ["token"] = call.World.State<BlueskyState>().AddServiceToken(call.Account!.Id) });

    public static string VideoName(RestCall call)
    {
        call.Account = call.Directory.Find(Owner(call));
        return "bluesky.video.upload";
    }

    public static async ValueTask<RestAnswer> UploadVideoAsync(RestCall call)
    {
        var state = call.World.State<BlueskyState>();
        if (Owner(call) is not { } did || did != call.Query("did") || call.Query("name") is not { Length: > 0 })
        {
            return BlueskyErrors.Of("InvalidToken", "Token could not be verified", StatusCodes.Status401Unauthorized);
        }

        if (call.Http.Request.ContentType is not "video/mp4")
        {
            return BlueskyErrors.Of("InvalidRequest", "Wrong request encoding");
        }

        var (item, problem) = await ReceiveAsync(call, MostVideoBytes);
        if (item is null)
        {
            return problem!;
        }

        if (state.JobOf(did, item.Sha256) is { } known)
        {
            var conflict = Describe(call, known);
            conflict["error"] = "already_exists";
            return new RestError(StatusCodes.Status409Conflict, conflict);
        }

        var takes = TimeSpan.FromMilliseconds(call.World.Options.VideoProcessingMs);
        var job = new BlueskyJob(
            "job" + call.World.Ids.From(1_000_000_000),
            did,
            state.Keep(did, item, "video/mp4"),
            call.Now + takes,
            item.IsVideo ? null : "INVALID_VIDEO"
        );
        state.Add(job);
        return RestAnswer.Ok(new JsonObject { ["jobStatus"] = Describe(call, job) });
    }

    public static RestAnswer Job(RestCall call) =>
        call.World.State<BlueskyState>().Job(call.Query("jobId")) is { } job
            ? RestAnswer.Ok(new JsonObject { ["jobStatus"] = Describe(call, job) })
            : BlueskyErrors.Of("InvalidRequest", "Job not found");

    private static JsonObject Describe(RestCall call, BlueskyJob job)
    {
        var isReady = call.Now >= job.ReadyAt;
        var json = new JsonObject
        {
            ["jobId"] = job.Id,
            ["did"] = job.Did,
            ["state"] =
                !isReady ? "JOB_STATE_ENCODING"
                : job.Failure is null ? "JOB_STATE_COMPLETED"
                : "JOB_STATE_FAILED",
        };
        if (isReady && job.Failure is null)
        {
            json["blob"] = job.Blob.ToJson();
        }
        else if (isReady)
        {
            json["error"] = job.Failure;
        }

        return json;
    }

    private static string? Owner(RestCall call) =>
        call.Header("Authorization") is { } header && header.StartsWith("Bearer ")
            ? call.World.State<BlueskyState>().OwnerOf(header[7..])
            : null;

    private static async ValueTask<(MediaItem? Item, RestError? Problem)> ReceiveAsync(RestCall call, long most)
    {
        if (call.Http.Request.ContentLength > most)
        {
            return (null, BlueskyErrors.Of("BlobTooLarge", "This file is too large.", StatusCodes.Status413PayloadTooLarge));
        }

        var upload = new ByteUpload(call.Http.Request.ContentLength);
        var step = await upload.WriteAsync(call.Http.Request.Body, 0, call.Http.Request.ContentLength, call.Http.RequestAborted);
        if (step is not UploadStep.Stored)
        {
            return (null, BlueskyErrors.Of("InvalidRequest", "The body is not as long as it says"));
        }

        using var file = await upload.TakeAsync();
        return (MediaProbe.Process(call.World, file, call.Network.Platform, call.Account!.Id), null);
    }
}
