using System.Text.Json.Nodes;
using Atlas.Sandbox.Feed;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Mastodon;

/// <summary>What an account reads of itself.</summary>
internal static class MastodonStatuses
{
    private const int MostAtOnce = 40;

    public static RestAnswer Me(RestCall call)
    {
        var account = call.Account!;
        return RestAnswer.Ok(
            new JsonObject
            {
                ["id"] = account.Id,
                ["username"] = account.Username,
                ["acct"] = account.Username,
                ["display_name"] = account.Name,
                ["note"] = HtmlPage.Escape(account.Biography),
                ["url"] = call.BaseUrl + account.Path,
                ["avatar"] = $"{call.BaseUrl}{account.Path}/avatar.svg",
                ["followers_count"] = account.Followers,
                ["statuses_count"] = account.PostCount,
            }
        );
    }

    public static RestAnswer List(RestCall call)
    {
        if (call.Directory.Find(call["id"]) is not { } account)
        {
            return MastodonErrors.NotFound();
        }

        var limit = int.TryParse(call.Query("limit"), out var asked) ? Math.Clamp(asked, 1, MostAtOnce) : 20;
        JsonNode[] statuses = [.. account.Posts().OfType<MastodonPost>().Take(limit).Select(post => Write(call, post))];
        return RestAnswer.Ok(new JsonArray(statuses));
    }

    public static RestAnswer Read(RestCall call) =>
        call.Directory.Post(call["id"]) is MastodonPost post ? RestAnswer.Ok(Write(call, post)) : MastodonErrors.NotFound();

    public static RestAnswer Source(RestCall call) =>
        Own(call) is { } post
            ? RestAnswer.Ok(
                new JsonObject
                {
                    ["id"] = post.Id,
                    ["text"] = post.Text,
                    ["spoiler_text"] = post.Spoiler,
                }
            )
            : MastodonErrors.NotFound();

    public static MastodonPost? Own(RestCall call) =>
        call.Directory.Post(call["id"]) is MastodonPost post && post.Account == call.Account ? post : null;

    public static JsonObject Write(RestCall call, MastodonPost post)
    {
        JsonNode[] files = [.. post.Files.Select(file => MastodonMedia.Write(call, file, isReady: true))];
        return new JsonObject
        {
            ["id"] = post.Id,
            ["uri"] = call.PageUrl(post),
            ["url"] = call.PageUrl(post),
            ["created_at"] = post.Created.ToString("yyyy-MM-ddTHH:mm:ss.fffZ"),
            ["edited_at"] = post.Edited?.ToString("yyyy-MM-ddTHH:mm:ss.fffZ"),
            ["in_reply_to_id"] = post.ParentId,
            ["content"] = $"<p>{HtmlPage.Escape(post.Text ?? "")}</p>",
            ["visibility"] = post.Privacy,
            ["sensitive"] = post.IsSensitive,
            ["spoiler_text"] = post.Spoiler,
            ["language"] = post.Language,
            ["replies_count"] = 0,
            ["reblogs_count"] = 0,
            ["favourites_count"] = 0,
            ["media_attachments"] = new JsonArray(files),
        };
    }
}
