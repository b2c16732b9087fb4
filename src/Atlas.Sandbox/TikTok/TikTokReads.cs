using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.TikTok;

/// <summary>What the account, its shares and its posts look like from outside; and the cancelling of a share.</summary>
internal static class TikTokReads
{
    private const int MostVideos = 20;

    private static readonly string[] s_profile = ["bio_description", "profile_deep_link", "is_verified", "username"];
    private static readonly string[] s_stats = ["follower_count", "following_count", "likes_count", "video_count"];

    public static RestAnswer Creator(RestCall call)
    {
        if (call.Json is not null && call.RefuseBody() is { } refused)
        {
            return refused;
        }

        var account = TikTokAccount.Of(call);
        if (call.World.State<TikTokShares>().PostingProblem(account, TikTokPosting.AppOf(call)) is { } problem)
        {
            return TikTokErrors.Of(problem.Code, problem.Message, StatusCodes.Status200OK); // as documented: 200 with an error's code
        }

        return TikTokErrors.Ok(
            new JsonObject
            {
                ["creator_avatar_url"] = $"{call.BaseUrl}/tiktok/avatar.jpeg",
                ["creator_username"] = account.Username,
                ["creator_nickname"] = account.Name,
                ["privacy_level_options"] = new JsonArray([.. account.PrivacyLevels.Select(level => JsonValue.Create(level))]),
                ["comment_disabled"] = account.CommentDisabled,
                ["duet_disabled"] = account.DuetDisabled,
                ["stitch_disabled"] = account.StitchDisabled,
                ["max_video_post_duration_sec"] = account.LongestVideoSeconds,
            }
        );
    }

    public static RestAnswer Status(RestCall call)
    {
        var (share, refused) = OwnShare(call);
        if (share is null)
        {
            return refused!;
        }

        var data = new JsonObject { ["status"] = share.Status };
        if (share.FailReason is { } reason)
        {
            data["fail_reason"] = reason;
        }

        if (share.EndedAt is { } ended)
        {
            var isTold = share is { IsPublic: true, Status: "PUBLISH_COMPLETE" } && call.Now >= ended + share.Account.Moderation;
            data["publicaly_available_post_id"] = isTold
                ? new JsonArray(JsonValue.Create(long.Parse(share.PostId!)))
                : new JsonArray();
        }

        if (share.Upload is not null)
        {
            data["uploaded_bytes"] = share.Uploaded;
        }

        return TikTokErrors.Ok(data);
    }

    public static RestAnswer Cancel(RestCall call)
    {
        var (share, refused) = OwnShare(call);
        return share is null ? refused!
            : share.TryEnd("FAILED", call.Now, "publish_cancelled") ? TikTokErrors.Ok([])
            : TikTokErrors.Of("publish_not_cancellable", "The post can't be cancelled any more.");
    }

    public static RestAnswer User(RestCall call)
    {
        var account = TikTokAccount.Of(call);
        var fields = Fields(call);
        var scope =
            fields.Any(s_profile.Contains) && call.Grant?.Has("user.info.profile") is not true ? "user.info.profile"
            : fields.Any(s_stats.Contains) && call.Grant?.Has("user.info.stats") is not true ? "user.info.stats"
            : null;
        if (scope is not null)
        {
            return call.Network.Errors.MissingScope(call, scope);
        }

        return
            Picked(
                fields,
                new JsonObject
                {
                    ["open_id"] = account.Id,
                    ["union_id"] = "u" + account.Id,
                    ["avatar_url"] = $"{call.BaseUrl}/tiktok/avatar.jpeg",
                    ["display_name"] = account.Name,
                    ["username"] = account.Username,
                    ["bio_description"] = account.Biography,
                    ["profile_deep_link"] = call.BaseUrl + account.Path,
                    ["is_verified"] = false,
                    ["follower_count"] = account.Followers,
                    ["following_count"] = 12,
                    ["likes_count"] = 0,
                    ["video_count"] = account.PostCount,
                }
            )
                is (var user, null)
            ? TikTokErrors.Ok(new JsonObject { ["user"] = user })
            : BadFields(fields);
    }

    public static RestAnswer List(RestCall call)
    {
        var cursor = call.Body.Number("cursor");
        var count = call.Body.Number("max_count") ?? 10;
        if (count is < 1 or > MostVideos)
        {
            call.Body.Refuse("max_count", $"is from 1 to {MostVideos}");
        }

        if (call.RefuseBody() is { } refused)
        {
            return refused;
        }

        var posts = Visible(call).Where(post => cursor is null || post.Created.ToUnixTimeMilliseconds() < cursor).ToList();
        var page = posts.Take((int)count).ToList();
        return Videos(
            call,
            page,
            data =>
            {
                data["cursor"] = page is [.., var last] ? last.Created.ToUnixTimeMilliseconds() : cursor ?? 0;
                data["has_more"] = posts.Count > page.Count;
            }
        );
    }

    public static RestAnswer Query(RestCall call)
    {
        var filters = call.Body.RequiredObject("filters");
        var ids = filters.Texts("video_ids");
        if (ids is not { Count: >= 1 and <= MostVideos })
        {
            filters.Refuse("video_ids", $"has 1 to {MostVideos} ids");
        }

        return call.RefuseBody() ?? Videos(call, [.. Visible(call).Where(post => ids!.Contains(post.Id))], _ => { });
    }

    /// <summary>Only public posts, and those only once they have an id for the outside.</summary>
    private static IEnumerable<NetworkPost> Visible(RestCall call)
    {
        var account = TikTokAccount.Of(call);
        return account
            .Posts()
            .Where(post => post.Privacy is "PUBLIC_TO_EVERYONE" && call.Now >= post.Created + account.Moderation);
    }

    private static RestAnswer Videos(RestCall call, IReadOnlyList<NetworkPost> posts, Action<JsonObject> more)
    {
        var fields = Fields(call);
        var list = new JsonArray();
        foreach (var post in posts)
        {
            var (video, unknown) = Picked(
                fields,
                new JsonObject
                {
                    ["id"] = post.Id,
                    ["create_time"] = post.Created.ToUnixTimeSeconds(),
                    ["title"] = post.Title ?? post.Text ?? "",
                    ["video_description"] = post.Text ?? "",
                    ["share_url"] = call.PageUrl(post),
                    ["duration"] = (int)(post.Media is [{ Video.Duration: var duration }, ..] ? duration.TotalSeconds : 0),
                    ["cover_image_url"] = call.PageUrl(post),
                    ["like_count"] = 0,
                    ["comment_count"] = post.Comments().Length,
                    ["share_count"] = 0,
                    ["view_count"] = 0,
                }
            );
            if (unknown is not null)
            {
                return BadFields(fields);
            }

            list.Add(video);
        }

        var data = new JsonObject { ["videos"] = list };
        more(data);
        return fields is [] ? BadFields(fields) : TikTokErrors.Ok(data);
    }

    private static (TikTokShare? Share, RestError? Refused) OwnShare(RestCall call)
    {
        var id = call.Body.RequiredText("publish_id");
        if (call.RefuseBody() is { } refused)
        {
            return (null, refused);
        }

        return call.World.State<TikTokShares>().Find(id) switch
        {
            null => (null, TikTokErrors.Of("invalid_publish_id", "The publish_id does not exist.")),
            var share when share.Account != call.Account => (
                null,
                TikTokErrors.Of(
                    "token_not_authorized_for_specified_publish_id",
                    "The access_token does not have authorization to act upon this publish_id."
                )
            ),
            var share => (share, null),
        };
    }

    private static string[] Fields(RestCall call) =>
        (call.Query("fields") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static (JsonObject Picked, string? Unknown) Picked(string[] fields, JsonObject all)
    {
        var picked = new JsonObject();
        foreach (var field in fields)
        {
            if (!all.TryGetPropertyValue(field, out var value))
            {
                return (picked, field);
            }

            picked[field] = value?.DeepClone();
        }

        return (picked, fields is [] ? "fields" : null);
    }

    private static RestError BadFields(string[] fields) =>
        TikTokErrors.Of("invalid_params", fields is [] ? "fields is required" : "A field is unknown");
}
