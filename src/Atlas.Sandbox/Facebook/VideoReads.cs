using Atlas.Sandbox.Media;
using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Facebook;

/// <summary>A video's fields, above all its phases, and its thumbnail.</summary>
internal static class VideoReads
{
    public static ValueTask<GraphError?> ReadAsync(GraphCall call) => ValueTask.FromResult(Read(call));

    public static async ValueTask<GraphError?> SetThumbnailAsync(GraphCall call)
    {
        if (FeedPosts.NeedsPage(call) is { } refused || call.Node is not PageVideo video)
        {
            return FeedPosts.NeedsPage(call) ?? GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        var form = call.Http.Request.HasFormContentType ? await call.Http.Request.ReadFormAsync() : null;
        if (form?.Files["source"] is not { } source)
        {
            return GraphErrors.Missing("source");
        }

        using var bytes = new MemoryStream();
        await source.CopyToAsync(bytes, call.Http.RequestAborted);
        using var file = new FetchedFile
        {
            Content = bytes.ToArray(),
            Length = bytes.Length,
            Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes.ToArray())),
        };
        var item = MediaProbe.Keep(call.World, file);
        if (!item.IsImage)
        {
            return PageErrors.PhotoFile;
        }

        video.Cover = item;
        if (video.Post is { } post)
        {
            post.Entry.Cover = item;
        }

        return call.Success();
    }

    public static ValueTask<GraphError?> InviteAsync(GraphCall call) => ValueTask.FromResult(Invite(call));

    private static GraphError? Invite(GraphCall call)
    {
        if (FeedPosts.NeedsPage(call) is { } refused || call.Node is not PageVideo video)
        {
            return FeedPosts.NeedsPage(call) ?? GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        if (call["target_id"] is not { Length: > 0 } target)
        {
            return GraphErrors.Missing("target_id");
        }

        if (
            video.Kind is not VideoKind.Reel
            || target == video.AccountId
            || call.World.Nodes.GetValueOrDefault(target) is not FacebookPage
        )
        {
            return GraphErrors.Invalid("target_id must be another Page, and the video a reel");
        }

        lock (video.Lock)
        {
            video.Invited.Add(target);
            if (video.Post is { } post)
            {
                post.Entry.Facts = [("Invited", string.Join(" ", video.Invited.Order(StringComparer.Ordinal)))];
            }
        }

        return call.Success();
    }

    private static GraphError? Read(GraphCall call)
    {
        if (call.Node is not PageVideo video)
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        var fields = call.Fields("id").Fields;
        foreach (var field in fields)
        {
            if (
                field.Name
                is not (
                    "id"
                    or "status"
                    or "published"
                    or "permalink_url"
                    or "post_id"
                    or "description"
                    or "title"
                    or "created_time"
                )
            )
            {
                return GraphErrors.UnknownField(field.Name, video.TypeName);
            }
        }

        var json = call.Json;
        json.WriteStartObject();
        lock (video.Lock)
        {
            foreach (var field in fields)
            {
                switch (field.Name)
                {
                    case "status":
                        WriteStatus(call, video);
                        break;
                    case "published":
                        json.WriteBoolean("published"u8, video.Post is not null);
                        break;
                    case "permalink_url" when video.Post is { } post:
                        json.WriteString("permalink_url"u8, call.BaseUrl + post.Entry.Path);
                        break;
                    case "post_id" when video.Post is { } post:
                        json.WriteString("post_id"u8, post.Id[(post.Id.IndexOf('_') + 1)..]);
                        break;
                    case "description" when video.Description is { } text:
                        json.WriteString("description"u8, text);
                        break;
                    case "title" when video.Title is { } title:
                        json.WriteString("title"u8, title);
                        break;
                }
            }
        }

        json.WriteString("id"u8, video.Id);
        json.WriteEndObject();
        return null;
    }

    private static void WriteStatus(GraphCall call, PageVideo video)
    {
        var isFailed = video is { IsFinished: true, Failure: not null };
        var isLive = video.Post is not null;
        var isWorking = video.IsFinished && !isLive && !isFailed;
        var json = call.Json;
        json.WriteStartObject("status"u8);
        json.WriteString(
            "video_status"u8,
            isFailed ? "error"
                : isLive ? "ready"
                : isWorking ? "processing"
                : video.HasArrived ? "upload_complete"
                : "uploading"
        );
        json.WriteStartObject("uploading_phase"u8);
        json.WriteString(
            "status"u8,
            video.HasArrived ? "complete"
                : video.Upload.Next > 0 ? "in_progress"
                : "not_started"
        );
        json.WriteNumber("bytes_transferred"u8, video.Upload.Next);
        json.WriteEndObject();
        json.WriteStartObject("processing_phase"u8);
        json.WriteString(
            "status"u8,
            isFailed ? "error"
                : isLive ? "complete"
                : isWorking ? "in_progress"
                : "not_started"
        );
        if (isFailed && video.Failure is { } failure)
        {
            json.WriteStartArray("errors"u8);
            json.WriteStartObject();
            json.WriteNumber("code"u8, failure.Code);
            json.WriteString("message"u8, failure.Message);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteStartObject("publishing_phase"u8);
        json.WriteString("status"u8, isLive ? "complete" : "not_started");
        json.WriteString("publish_status"u8, isLive ? "published" : "not_published");
        if (video.PublishedAt is { } at)
        {
            json.WriteNumber("publish_time"u8, at.ToUnixTimeSeconds());
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
