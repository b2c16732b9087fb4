using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;
using Atlas.Sandbox.Uploads;

namespace Atlas.Sandbox.X;

/// <summary>Initialize, append, finalize, status, metadata.</summary>
internal static class XMediaCalls
{
    private const int MostAltText = 1000;
    private const int MostSegments = 1000;
    private const long MostSegmentBytes = 5 << 20;

    public static RestAnswer Initialize(RestCall call)
    {
        var type = call.Body.RequiredText("media_type");
        var total = call.Body.RequiredNumber("total_bytes");
        var category = call.Body.OneOf("media_category", "tweet_image", "tweet_gif", "tweet_video");
        call.Body.Ignore("shared", "additional_owners");
        var most = category switch
        {
            "tweet_video" => 512L << 20,
            "tweet_gif" => 15L << 20,
            _ => 5L << 20,
        };
        if (total < 1 || total > most)
        {
            call.Body.Refuse("total_bytes", $"is from 1 to {most}");
        }

        if (category is null)
        {
            call.Body.RequiredText("media_category");
        }

        if (call.RefuseBody() is { } refused)
        {
            return refused;
        }

        var upload = new XUpload(call.World.Ids.From(1_900_000_000_000_000_000), call.Account!, category!, type, total);
        call.World.State<XState>().Add(upload);
        return Data(
            new JsonObject
            {
                ["id"] = upload.Id,
                ["media_key"] = upload.MediaKey,
                ["expires_after_secs"] = 86_400,
            }
        );
    }

    public static async ValueTask<RestAnswer> AppendAsync(RestCall call)
    {
        var index = call.Body.RequiredNumber("segment_index");
        if (index is < 0 or >= MostSegments)
        {
            call.Body.Refuse("segment_index", "is from 0 to 999");
        }

        if (call.RefuseBody() is { } refused)
        {
            return refused;
        }

        if (Find(call, call["id"]) is not { ReadyAt: null } upload || call.Files.GetFile("media") is not { Length: > 0 } file)
        {
            return XErrors.Invalid("media is missing, or the upload is over");
        }

        if (file.Length > MostSegmentBytes)
        {
            return XErrors.Invalid("A segment has at most 5 MB");
        }

        var segment = new ByteUpload(file.Length);
        await using var body = file.OpenReadStream();
        await segment.WriteAsync(body, 0, file.Length, call.Http.RequestAborted);
        upload.Put((int)index, segment);
        return Data(new JsonObject { ["expires_at"] = (call.Now + TimeSpan.FromDays(1)).ToUnixTimeSeconds() });
    }

    public static async ValueTask<RestAnswer> FinalizeAsync(RestCall call) =>
        Find(call, call["id"]) is not { } upload ? XErrors.NotFound(call["id"])
        : upload.ReadyAt is not null || await upload.FinishAsync(call.World) ? State(call, upload)
        : XErrors.Invalid("Segments do not add up to provided total_bytes");

    public static RestAnswer Status(RestCall call) =>
        call.Query("command") is not "STATUS" ? XErrors.Invalid("command is STATUS")
        : Find(call, call.Query("media_id")) is { ReadyAt: not null } upload ? State(call, upload)
        : XErrors.NotFound(call.Query("media_id") ?? "media");

    public static RestAnswer Describe(RestCall call)
    {
        var id = call.Body.RequiredText("id");
        var text = call.Body.RequiredObject("metadata").RequiredObject("alt_text").RequiredText("text");
        if (text.Length > MostAltText)
        {
            call.Body.Refuse("metadata.alt_text.text", $"has at most {MostAltText} characters");
        }

        if (call.RefuseBody() is { } refused)
        {
            return refused;
        }

        if (Find(call, id) is not { Category: not "tweet_video" } upload)
        {
            return XErrors.Invalid("There is no such image");
        }

        upload.AltText = text;
        return Data(new JsonObject { ["id"] = id });
    }

    private static XUpload? Find(RestCall call, string? id) =>
        call.World.State<XState>().Upload(id) is { } upload && upload.Owner == call.Account ? upload : null;

    private static RestAnswer State(RestCall call, XUpload upload)
    {
        var data = new JsonObject
        {
            ["id"] = upload.Id,
            ["media_key"] = upload.MediaKey,
            ["size"] = upload.Total,
        };
        if (upload.Category is not "tweet_image" || upload.Failure is not null)
        {
            var info = new JsonObject
            {
                ["state"] =
                    call.Now < upload.ReadyAt ? "in_progress"
                    : upload.Failure is null ? "succeeded"
                    : "failed",
            };
            if (call.Now < upload.ReadyAt)
            {
                info["check_after_secs"] = 1;
                info["progress_percent"] = 50;
            }
            else if (upload.Failure is { } failure)
            {
                info["error"] = new JsonObject
                {
                    ["code"] = 1,
                    ["name"] = "InvalidMedia",
                    ["message"] = failure,
                };
            }

            data["processing_info"] = info;
        }

        return Data(data);
    }

    private static RestAnswer Data(JsonObject data) => RestAnswer.Ok(new JsonObject { ["data"] = data });
}
