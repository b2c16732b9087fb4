using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;
using Atlas.Sandbox.OAuth;
using Atlas.Sandbox.Uploads;

namespace Atlas.Sandbox.TikTok;

/// <summary>The three calls that open a share.</summary>
internal static class TikTokInits
{
    private const int LongestCaption = 2_200;
    private const int LongestPhotoTitle = 90;
    private const int LongestPhotoCaption = 4_000;
    private const int MostPhotos = 35;

    public static RestAnswer DirectVideo(RestCall call)
    {
        var info = call.Body.RequiredObject("post_info");
        var title = Text(info, "title", LongestCaption);
        var privacy = info.RequiredText("privacy_level");
        var facts = Facts(
            info,
            "disable_comment",
            "disable_duet",
            "disable_stitch",
            "brand_content_toggle",
            "brand_organic_toggle",
            "is_aigc"
        );
        var cover = info.Number("video_cover_timestamp_ms");
        if (cover is < 0)
        {
            info.Refuse("video_cover_timestamp_ms", "is not negative");
        }

        var source = TikTokSource.Video(call.Body);
        return call.RefuseBody()
            ?? TikTokPosting.Refuse(call, privacy, info.Flag("brand_content_toggle") is true)
            ?? Open(
                call,
                source,
                new TikTokShareText(title, null, privacy, cover is null ? facts : [.. facts, ("Cover at", $"{cover} ms")]),
                isDirect: true
            );
    }

    public static RestAnswer InboxVideo(RestCall call)
    {
        var source = TikTokSource.Video(call.Body);
        return call.RefuseBody() ?? Inbox(call) ?? Open(call, source, new TikTokShareText(null, null, null, []), isDirect: false);
    }

    public static RestAnswer Photos(RestCall call)
    {
        call.Body.OneOf("media_type", "PHOTO");
        call.Body.RequiredText("media_type");
        var mode = call.Body.OneOf("post_mode", "DIRECT_POST", "MEDIA_UPLOAD");
        call.Body.RequiredText("post_mode");
        var isDirect = mode is "DIRECT_POST";
        var info = call.Body.RequiredObject("post_info");
        var title = Text(info, "title", LongestPhotoTitle);
        var description = Text(info, "description", LongestPhotoCaption);
        var privacy = isDirect ? info.RequiredText("privacy_level") : info.Text("privacy_level");
        var facts = Facts(info, "disable_comment", "auto_add_music", "brand_content_toggle", "brand_organic_toggle");
        var source = TikTokSource.Photos(call.Body, MostPhotos);
        if (call.RefuseBody() is { } refused)
        {
            return refused;
        }

        if (call.Grant is not { } grant || !grant.Has(isDirect ? "video.publish" : "video.upload"))
        {
            return call.Network.Errors.MissingScope(call, isDirect ? "video.publish" : "video.upload");
        }

        return (isDirect ? TikTokPosting.Refuse(call, privacy!, info.Flag("brand_content_toggle") is true) : Inbox(call))
            ?? Open(call, source, new TikTokShareText(title, description, privacy, facts), isDirect);
    }

    private static RestError? Inbox(RestCall call) =>
        call.World.State<TikTokShares>().InboxProblem(TikTokAccount.Of(call)) is { } problem
            ? TikTokErrors.Of(problem.Code, problem.Message)
            : null;

    private static RestAnswer Open(RestCall call, TikTokSource source, TikTokShareText text, bool isDirect)
    {
        var account = TikTokAccount.Of(call);
        if (source.Urls.Any(url => !TikTokSource.IsVerified(account, url)))
        {
            return TikTokErrors.Of("url_ownership_unverified", "Please review our URL ownership verification rules.");
        }

        var isFile = source.Urls.Count is 0;
        var kind = source.IsPhoto ? "p_pub_url" : $"v_{(isDirect ? "pub" : "inbox")}_{(isFile ? "file" : "url")}";
        var share = new TikTokShare
        {
            PublishId = $"{kind}~v2.{call.World.Ids.From(7_100_000_000_000_000_000)}",
            Account = account,
            AppId = TikTokPosting.AppOf(call),
            IsDirect = isDirect,
            IsPhoto = source.IsPhoto,
            OpenedAt = call.Now,
            BaseUrl = call.BaseUrl,
            Title = source.IsPhoto ? text.Title : null,
            Description = source.IsPhoto ? text.Description : text.Title,
            Privacy = text.Privacy,
            Facts = text.Facts,
            Upload = isFile ? new ByteUpload(source.Size) : null,
            UploadToken = isFile ? OAuthBook.NewSecret(48) : null,
            VideoSize = source.Size,
            ChunkSize = source.ChunkSize,
        };
        call.World.State<TikTokShares>().Add(share);
        var data = new JsonObject { ["publish_id"] = share.PublishId };
        if (isFile)
        {
            data["upload_url"] = call.HostUrl($"{TikTokUploads.Host}/video/?upload_id=1&upload_token={share.UploadToken}");
        }
        else
        {
            TikTokProcessing.StartFetching(call, share, source.Urls);
        }

        return TikTokErrors.Ok(data);
    }

    private static string? Text(JsonFields fields, string name, int longest)
    {
        var text = fields.Text(name);
        if (text?.Length > longest)
        {
            fields.Refuse(name, $"has more than {longest} UTF-16 code units");
        }

        return text;
    }

    /// <summary>Reads switches; those that are on are shown on the post's page.</summary>
    private static IReadOnlyList<(string Label, string Value)> Facts(JsonFields info, params ReadOnlySpan<string> names)
    {
        List<(string, string)> facts = [];
        foreach (var name in names)
        {
            if (info.Flag(name) is true)
            {
                facts.Add((name, "on"));
            }
        }

        return facts;
    }
}

internal sealed record TikTokShareText(
    string? Title,
    string? Description,
    string? Privacy,
    IReadOnlyList<(string Label, string Value)> Facts
);
