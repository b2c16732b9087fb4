using System.Text;
using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.YouTube;

/// <summary>A video's JSON, both ways.</summary>
internal static class VideoFields
{
    private static readonly string[] Writable = ["snippet", "status", "recordingDetails", "paidProductPlacementDetails"];

    /// <summary>Reads the parts that the query names; each replaces all that was there before.</summary>
    public static VideoDetails Read(JsonFields body, string[] parts, VideoDetails before, bool isUpdate)
    {
        var details = before;
        if (parts.Contains("snippet"))
        {
            details = Snippet(body.RequiredObject("snippet"), details, isUpdate);
        }

        if (parts.Contains("status"))
        {
            details = Status(body.RequiredObject("status"), details);
        }

        if (parts.Contains("recordingDetails"))
        {
            var recording = body.RequiredObject("recordingDetails");
            var date = recording.Text("recordingDate");
            if (date is not null && !DateTimeOffset.TryParse(date, out _))
            {
                recording.Refuse("recordingDate", "is no time");
            }

            details = details with { RecordingDate = date };
        }

        if (parts.Contains("paidProductPlacementDetails"))
        {
            var paid = body.RequiredObject("paidProductPlacementDetails");
            details = details with { PaidPlacement = paid.Flag("hasPaidProductPlacement") };
        }

        return details;
    }

    /// <summary>Null when the query names no part, or one that can't be written.</summary>
    public static string[]? Parts(RestCall call)
    {
        var parts = (call.Query("part") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        return parts is [] || parts.Except(Writable).Any() ? null : parts;
    }

    public static JsonObject Write(World world, YouTubeVideo video)
    {
        var details = video.Details;
        var processed = IsProcessed(world, video);
        var tags = new JsonArray([.. details.Tags.Select(tag => JsonValue.Create(tag))]);
        var status = new JsonObject
        {
            ["uploadStatus"] =
                video.File.Video is null ? "failed"
                : processed ? "processed"
                : "uploaded",
            ["privacyStatus"] = details.Privacy,
            ["license"] = details.License,
            ["embeddable"] = details.Embeddable,
            ["publicStatsViewable"] = details.PublicStats,
            ["madeForKids"] = details.MadeForKids ?? false,
        };
        Add(status, "failureReason", video.File.Video is null ? "invalidFile" : null);
        Add(status, "publishAt", details.PublishAt?.ToString("yyyy-MM-ddTHH:mm:ssZ"));
        if (details.MadeForKids is { } kids)
        {
            status["selfDeclaredMadeForKids"] = kids;
        }

        if (details.Synthetic is { } synthetic)
        {
            status["containsSyntheticMedia"] = synthetic;
        }

        var snippet = new JsonObject
        {
            ["publishedAt"] = (video.PublishedAt ?? video.Uploaded).ToString("yyyy-MM-ddTHH:mm:ssZ"),
            ["channelId"] = video.Account.Id,
            ["title"] = details.Title,
            ["description"] = details.Description,
            ["channelTitle"] = video.Account.Name,
            ["categoryId"] = details.CategoryId,
            ["liveBroadcastContent"] = "none",
        };
        Add(snippet, "defaultLanguage", details.Language);
        Add(snippet, "defaultAudioLanguage", details.AudioLanguage);
        if (details.Tags.Count > 0)
        {
            snippet["tags"] = tags;
        }

        return new JsonObject
        {
            ["kind"] = "youtube#video",
            ["etag"] = "e1",
            ["id"] = video.Id,
            ["snippet"] = snippet,
            ["status"] = status,
        };
    }

    public static bool IsProcessed(World world, YouTubeVideo video) =>
        world.Now >= video.Uploaded + TimeSpan.FromMilliseconds(world.Options.VideoProcessingMs);

    private static void Add(JsonObject target, string name, string? value)
    {
        if (value is not null)
        {
            target[name] = value;
        }
    }

    private static VideoDetails Snippet(JsonFields snippet, VideoDetails before, bool isUpdate)
    {
        var title = snippet.RequiredText("title");
        if (title.Length is 0 or > 100 || title.AsSpan().ContainsAny('<', '>'))
        {
            snippet.Refuse("title", "has 1 to 100 characters without < and >");
        }

        var description = snippet.Text("description") ?? "";
        if (Encoding.UTF8.GetByteCount(description) > 5_000 || description.AsSpan().ContainsAny('<', '>'))
        {
            snippet.Refuse("description", "has up to 5000 bytes without < and >");
        }

        var tags = snippet.Texts("tags") ?? [];
        if (tags.Sum(tag => tag.Length + (tag.Contains(' ') ? 2 : 0)) + Math.Max(0, tags.Count - 1) > 500)
        {
            snippet.Refuse("tags", "have up to 500 characters");
        }

        var category = isUpdate ? snippet.RequiredText("categoryId") : snippet.Text("categoryId") ?? "22";
        if (!category.All(char.IsAsciiDigit))
        {
            snippet.Refuse("categoryId", "is a number");
        }

        return before with
        {
            Title = title,
            Description = description,
            Tags = tags,
            CategoryId = category,
            Language = snippet.Text("defaultLanguage"),
            AudioLanguage = snippet.Text("defaultAudioLanguage"),
        };
    }

    private static VideoDetails Status(JsonFields status, VideoDetails before)
    {
        var privacy = status.OneOf("privacyStatus", "public", "unlisted", "private") ?? "public";
        DateTimeOffset? publishAt = null;
        if (status.Text("publishAt") is { } at)
        {
            if (!DateTimeOffset.TryParse(at, out var time) || privacy is not "private")
            {
                status.Refuse("publishAt", "is a time, and the video is private");
            }

            publishAt = time;
        }

        return before with
        {
            Privacy = privacy,
            PublishAt = publishAt,
            MadeForKids = status.Flag("selfDeclaredMadeForKids"),
            License = status.OneOf("license", "youtube", "creativeCommon") ?? "youtube",
            Embeddable = status.Flag("embeddable") ?? true,
            PublicStats = status.Flag("publicStatsViewable") ?? true,
            Synthetic = status.Flag("containsSyntheticMedia"),
        };
    }
}
