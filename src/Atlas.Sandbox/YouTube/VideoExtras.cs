using System.Text.Json;
using System.Text.Json.Nodes;
using Atlas.Sandbox.Media;
using Atlas.Sandbox.Networks;
using Atlas.Sandbox.OAuth;
using Atlas.Sandbox.Uploads;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Atlas.Sandbox.YouTube;

/// <summary>What stands beside a video: thumbnail, subtitles, playlists, comments.</summary>
internal static class VideoExtras
{
    private const long MostThumbnail = 50L << 20;

    public static async ValueTask<RestAnswer> SetThumbnailAsync(RestCall call)
    {
        if (Own(call, call.Query("videoId"), out var video) is { } refused)
        {
            return refused;
        }

        if (!video.Account.IsVerified)
        {
            return YouTubeErrors.Of(
                403,
                "forbidden",
                "The authenticated user may not set custom thumbnails.",
                "youtube.thumbnail"
            );
        }

        using var file = await TakeAsync(call.Http.Request.Body, call.Http.Request.ContentLength, call.Http.RequestAborted);
        if (file.Length is 0)
        {
            return YouTubeErrors.Of(400, "mediaBodyRequired", "The request holds no image.", "youtube.thumbnail");
        }

        if (file.Length > MostThumbnail)
        {
            return YouTubeErrors.Of(400, "failedPrecondition", "The image is too large.", "youtube.thumbnail");
        }

        var image = MediaProbe.Keep(call.World, file);
        if (image.ContentType is not ("image/jpeg" or "image/png"))
        {
            return YouTubeErrors.Of(400, "imageFormatUnsupported", "The image's format is not supported.", "youtube.thumbnail");
        }

        video.Thumbnail = image;
        Visibility.Show(video);
        var address = $"{call.BaseUrl}/media/{image.FileName}";
        return VideoReads.List("thumbnailSet", [new JsonObject { ["default"] = new JsonObject { ["url"] = address } }]);
    }

    public static async ValueTask<RestAnswer> AddCaptionAsync(RestCall call)
    {
        var (fields, length) = await ReadRelatedAsync(call);
        var snippet = fields.RequiredObject("snippet");
        var videoId = snippet.RequiredText("videoId");
        var language = snippet.RequiredText("language");
        var name = snippet.RequiredText("name");
        snippet.Flag("isDraft");
        if ((call.Refuse(fields) ?? Own(call, videoId, out var video)) is { } refused)
        {
            return refused;
        }

        video = call.World.State<YouTubeState>().Video(videoId)!;
        if (length is 0)
        {
            return YouTubeErrors.Of(400, "contentRequired", "The request holds no captions.", "youtube.caption");
        }

        var caption = new YouTubeCaption(OAuthBook.NewSecret(28), language, name, call.Now);
        lock (video.Gate)
        {
            if (video.Captions.Exists(other => other.Language == language && other.Name == name))
            {
                return YouTubeErrors.Of(
                    409,
                    "captionExists",
                    "The video has captions of this language and name.",
                    "youtube.caption"
                );
            }

            video.Captions.Add(caption);
            Visibility.Show(video);
        }

        return RestAnswer.Ok(Write(videoId, caption));
    }

    public static RestAnswer Captions(RestCall call)
    {
        if (Own(call, call.Query("videoId"), out var video) is { } refused)
        {
            return refused;
        }

        lock (video.Gate)
        {
            return VideoReads.List("caption", [.. video.Captions.Select(caption => Write(video.Id, caption))]);
        }
    }

    public static RestAnswer AddToPlaylist(RestCall call)
    {
        var snippet = call.Body.RequiredObject("snippet");
        var playlist = snippet.RequiredText("playlistId");
        var resource = snippet.RequiredObject("resourceId");
        resource.OneOf("kind", "youtube#video");
        var videoId = resource.RequiredText("videoId");
        snippet.Number("position");
        if (call.RefuseBody() is { } refused)
        {
            return refused;
        }

        if (playlist != ((YouTubeAccount)call.Account!).OwnPlaylist)
        {
            return YouTubeErrors.Of(404, "playlistNotFound", "The playlist cannot be found.", "youtube.playlistItem");
        }

        if (call.World.State<YouTubeState>().Video(videoId) is null)
        {
            return YouTubeErrors.VideoNotFound();
        }

        // The real one adds a video as often as it is asked to.
        var item = new YouTubePlaylistItem(OAuthBook.NewSecret(40), videoId, call.Now);
        var items = call.World.State<YouTubeState>().Playlist(playlist);
        lock (items)
        {
            items.Add(item);
        }

        return RestAnswer.Ok(Write(call, playlist, item));
    }

    public static RestAnswer PlaylistItems(RestCall call)
    {
        var account = (YouTubeAccount)call.Account!;
        var (playlist, state, only) = (call.Query("playlistId"), call.World.State<YouTubeState>(), call.Query("videoId"));
        if (playlist == account.UploadsPlaylist)
        {
            var uploads = state
                .Videos.Values.Where(video => video.Account == account && !video.IsDeleted)
                .OrderByDescending(video => video.Uploaded)
                .Select(video => new YouTubePlaylistItem($"UU{video.Id}", video.Id, video.PublishedAt ?? video.Uploaded))
                .ToList();
            return uploads.Count is 0 ? NoPlaylist() : Items(call, playlist, uploads, only);
        }

        if (playlist != account.OwnPlaylist)
        {
            return NoPlaylist();
        }

        var items = state.Playlist(playlist);
        lock (items)
        {
            return Items(call, playlist, items, only);
        }
    }

    public static RestAnswer Comment(RestCall call)
    {
        var snippet = call.Body.RequiredObject("snippet");
        var channel = snippet.Text("channelId");
        var videoId = snippet.RequiredText("videoId");
        var text = snippet.RequiredObject("topLevelComment").RequiredObject("snippet").RequiredText("textOriginal");
        if (call.RefuseBody() is { } refused)
        {
            return refused;
        }

        if (text.Length is 0 or > 10_000)
        {
            var reason = text.Length is 0 ? "commentTextRequired" : "commentTextTooLong";
            return YouTubeErrors.Of(400, reason, "The comment's length is wrong.", "youtube.commentThread");
        }

        if (call.World.State<YouTubeState>().Video(videoId) is not { } video || video.Account.Id != (channel ?? video.Account.Id))
        {
            return YouTubeErrors.VideoNotFound();
        }

        if (video.Details.MadeForKids is true || video.Post is not { } post)
        {
            return YouTubeErrors.Of(403, "commentsDisabled", "The video has disabled comments.", "youtube.commentThread");
        }

        var comment = new NetworkComment($"Ug{OAuthBook.NewSecret(24)}", call.Account!.Username, text, call.Now);
        call.Directory.Comment(post, comment, call.BaseUrl);
        return RestAnswer.Ok(Write(call, video, comment));
    }

    public static RestAnswer Comments(RestCall call)
    {
        if (call.World.State<YouTubeState>().Video(call.Query("videoId")) is not { } video)
        {
            return YouTubeErrors.VideoNotFound();
        }

        var comments = video.Post?.Comments() ?? [];
        return VideoReads.List(
            "commentThread",
            comments.Where(comment => comment.ParentId is null).Reverse().Select(comment => Write(call, video, comment))
        );
    }

    private static RestError? Own(RestCall call, string? videoId, out YouTubeVideo video)
    {
        video = call.World.State<YouTubeState>().Video(videoId)!;
        return video is null ? YouTubeErrors.VideoNotFound()
            : video.Account != call.Account ? YouTubeErrors.Of(403, "forbidden", "The video belongs to another channel.")
            : null;
    }

    private static RestError NoPlaylist() =>
        YouTubeErrors.Of(404, "playlistNotFound", "The playlist cannot be found.", "youtube.playlistItem");

    private static RestAnswer Items(RestCall call, string playlist, List<YouTubePlaylistItem> items, string? only) =>
        VideoReads.List(
            "playlistItem",
            items.Where(item => only is null || item.VideoId == only).Select(item => Write(call, playlist, item)).ToList()
        );

    private static JsonObject Write(RestCall call, string playlist, YouTubePlaylistItem item) =>
        new()
        {
            ["kind"] = "youtube#playlistItem",
            ["etag"] = "e1",
            ["id"] = item.Id,
            ["snippet"] = new JsonObject
            {
                ["publishedAt"] = item.At.ToString("yyyy-MM-ddTHH:mm:ssZ"),
                ["title"] = call.World.State<YouTubeState>().Video(item.VideoId)?.Details.Title ?? "Deleted video",
                ["playlistId"] = playlist,
                ["resourceId"] = new JsonObject { ["kind"] = "youtube#video", ["videoId"] = item.VideoId },
            },
        };

    private static JsonObject Write(string videoId, YouTubeCaption caption) =>
        new()
        {
            ["kind"] = "youtube#caption",
            ["etag"] = "e1",
            ["id"] = caption.Id,
            ["snippet"] = new JsonObject
            {
                ["videoId"] = videoId,
                ["lastUpdated"] = caption.At.ToString("yyyy-MM-ddTHH:mm:ssZ"),
                ["trackKind"] = "standard",
                ["language"] = caption.Language,
                ["name"] = caption.Name,
                ["isDraft"] = false,
                ["status"] = "serving",
            },
        };

    private static JsonObject Write(RestCall call, YouTubeVideo video, NetworkComment comment) =>
        new()
        {
            ["kind"] = "youtube#commentThread",
            ["etag"] = "e1",
            ["id"] = comment.Id,
            ["snippet"] = new JsonObject
            {
                ["channelId"] = video.Account.Id,
                ["videoId"] = video.Id,
                ["topLevelComment"] = new JsonObject
                {
                    ["kind"] = "youtube#comment",
                    ["id"] = comment.Id,
                    ["snippet"] = new JsonObject
                    {
                        ["textDisplay"] = comment.Text,
                        ["textOriginal"] = comment.Text,
                        ["authorDisplayName"] = $"@{comment.Username}",
                        ["authorChannelId"] = new JsonObject
                        {
                            ["value"] = call.Directory.Find(comment.Username)?.Id ?? "UCavisitor",
                        },
                        ["publishedAt"] = comment.At.ToString("yyyy-MM-ddTHH:mm:ssZ"),
                    },
                },
                ["canReply"] = true,
                ["totalReplyCount"] = 0,
                ["isPublic"] = true,
            },
        };

    private static async ValueTask<FetchedFile> TakeAsync(Stream body, long? length, CancellationToken cancellationToken)
    {
        var upload = new ByteUpload(length);
        await upload.WriteAsync(body, 0, length, cancellationToken);
        return await upload.TakeAsync();
    }

    /// <summary>A <c>multipart/related</c> body: JSON first, then the file.</summary>
    private static async ValueTask<(JsonFields Fields, long Length)> ReadRelatedAsync(RestCall call)
    {
        if (
            !MediaTypeHeaderValue.TryParse(call.Http.Request.ContentType, out var type)
            || type.MediaType != "multipart/related"
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary
        )
        {
            return (JsonFields.Unreadable("The body is not multipart/related"), 0);
        }

        var reader = new MultipartReader(boundary, call.Http.Request.Body);
        if (await reader.ReadNextSectionAsync() is not { } first)
        {
            return (JsonFields.Unreadable("The body has no parts"), 0);
        }

        JsonElement json;
        try
        {
            using var document = await JsonDocument.ParseAsync(first.Body);
            json = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return (JsonFields.Unreadable("The first part is not JSON"), 0);
        }

        long length = 0;
        if (await reader.ReadNextSectionAsync() is { } second)
        {
            using var file = await TakeAsync(second.Body, length: null, call.Http.RequestAborted);
            length = file.Length;
        }

        return (JsonFields.Of(json), length);
    }
}
