using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Atlas.Sandbox.Media;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.X;

/// <summary>Posts, the timeline, and the media calls.</summary>
internal static partial class XOperations
{
    private const string Api = "api.x.com/2/";
    private const int MostWeight = 25_000;

    private static readonly RateLimit PostRate = new(100, TimeSpan.FromMinutes(15));

    public static IEnumerable<RestOperation> All =>
        [
            new("x.post.create", "POST", Api + "tweets", Create)
            {
                Scopes = ["tweet.write", "tweet.read", "users.read"],
                Rate = PostRate,
            },
            new("x.post.delete", "DELETE", Api + "tweets/{id}", Delete) { Scopes = ["tweet.write"] },
            new("x.post.read", "GET", Api + "tweets", Read)
            {
                Scopes = ["tweet.read", "users.read"],
                Query = ["ids", "tweet.fields"],
            },
            new("x.post.list", "GET", Api + "users/{id}/tweets", List)
            {
                Scopes = ["tweet.read", "users.read"],
                Query = ["max_results", "start_time", "end_time", "tweet.fields", "pagination_token", "exclude"],
            },
            new("x.me", "GET", Api + "users/me", Me) { Scopes = ["users.read"], Query = ["user.fields"] },
            new("x.media.initialize", "POST", Api + "media/upload/initialize", XMediaCalls.Initialize)
            {
                Scopes = ["media.write"],
            },
            new("x.media.append", "POST", Api + "media/upload/{id}/append", XMediaCalls.AppendAsync) { Scopes = ["media.write"] },
            new("x.media.finalize", "POST", Api + "media/upload/{id}/finalize", XMediaCalls.FinalizeAsync)
            {
                Scopes = ["media.write"],
            },
            new("x.media.status", "GET", Api + "media/upload", XMediaCalls.Status)
            {
                Scopes = ["media.write"],
                Query = ["command", "media_id"],
            },
            new("x.media.metadata", "POST", Api + "media/metadata", XMediaCalls.Describe) { Scopes = ["media.write"] },
            new("x.page", "GET", "x.com/{name}/status/{id}", Page) { IsPublic = true },
        ];

    private static RestAnswer Create(RestCall call)
    {
        var body = call.Body;
        var text = body.Text("text") ?? "";
        var (ids, tagged) = body.Object("media") is { } media
            ? (media.Texts("media_ids") ?? [], media.Texts("tagged_user_ids") ?? [])
            : ([], []);
        var parent = body.Object("reply")?.RequiredText("in_reply_to_tweet_id");
        var repliers = body.OneOf("reply_settings", "following", "mentionedUsers", "subscribers", "verified");
        var isMadeByAi = body.Flag("made_with_ai") is true;
        var isPaid = body.Flag("paid_partnership") is true;
        var poll = body.Object("poll");
        var choices = poll?.Texts("options") ?? [];
        var minutes = poll?.RequiredNumber("duration_minutes");
        if (call.RefuseBody() is { } no)
        {
            return no;
        }

        if (tagged.Count > 10 || tagged.Any(id => id.Length is 0 or > 19 || !id.All(char.IsAsciiDigit)))
        {
            return XErrors.Invalid("tagged_user_ids has at most 10 ids of 1 to 19 digits");
        }

        if (
            poll is not null
            && (
                choices.Count is < 2 or > 4
                || choices.Any(choice => choice.Length is 0 or > 25)
                || minutes is < 5 or > 10_080
                || ids.Count > 0
            )
        )
        {
            return XErrors.Invalid(
                "poll has 2 to 4 options of 1 to 25 characters, lasts 5 to 10080 minutes and goes without media"
            );
        }

        var state = call.World.State<XState>();
        var uploads = ids.Select(state.Upload).ToList();
        var root = parent is null ? null : call.Directory.Post(parent);
        if (
            (Problem(call, text, uploads) ?? (parent is not null && root is null ? XErrors.NotFound(parent) : null)) is
            { } refused
        )
        {
            return refused;
        }

        if (!state.TryRemember($"{call.Account!.Id}\n{parent}\n{text}\n{string.Join(',', ids)}", call.Now))
        {
            return XErrors.Duplicate;
        }

        var post = new XPost(
            call.Account,
            call.World.Ids.From(1_950_000_000_000_000_000),
            root is null ? "post" : "thread",
            call.Now
        )
        {
            ParentId = parent,
            Text = text,
            Media = [.. uploads.Select(upload => upload!.Item).OfType<MediaItem>()],
            AltTexts = [.. uploads.Select(upload => upload!.AltText)],
            MediaKeys = [.. uploads.Select(upload => upload!.MediaKey)],
            Facts =
            [
                .. repliers is null ? [] : new[] { ("Replies", repliers) },
                .. tagged.Count == 0 ? [] : new[] { ("Tagged", string.Join(" ", tagged)) },
                .. isMadeByAi ? new[] { ("Made with AI", "yes") } : [],
                .. isPaid ? new[] { ("Paid partnership", "yes") } : [],
                .. poll is null ? [] : new[] { ("Poll", string.Join(" / ", choices)) },
            ],
        };
        call.Directory.Publish(post, call.BaseUrl);
        var left = call.World.State<RateBook>().Left($"x.post.create {call.Account.Id}", PostRate.Calls, PostRate.Window);
        return RestAnswer
            .Created(
                new JsonObject
                {
                    ["data"] = new JsonObject { ["id"] = post.Id, ["text"] = post.WireText() },
                }
            )
            .With("x-rate-limit-limit", $"{PostRate.Calls}")
            .With("x-rate-limit-remaining", $"{left}")
            .With("x-rate-limit-reset", $"{(call.Now + PostRate.Window).ToUnixTimeSeconds()}");
    }

    private static RestError? Problem(RestCall call, string text, List<XUpload?> uploads)
    {
        if (
            uploads.Exists(upload =>
                upload is null || upload.Owner != call.Account || upload.Failure is not null || !(upload.ReadyAt <= call.Now)
            )
        )
        {
            return XErrors.Invalid("Your media IDs are invalid.");
        }

        var images = uploads.Count(upload => upload!.Category is "tweet_image");
        return images > 4 || (uploads.Count > 1 && images < uploads.Count)
                ? XErrors.Invalid("A post has 4 images, or 1 GIF, or 1 video")
            : text.Length is 0 && uploads.Count is 0 ? XErrors.Invalid("text or media is required")
            : XWeight.Of(text) > (call.Account!.Username.StartsWith("premium") ? MostWeight : 280)
                ? XErrors.Invalid("Your Tweet text is too long.")
            : Cashtag().Count(text) > 1 ? XErrors.Forbidden("A post has one cashtag")
            : null;
    }

    private static RestAnswer Delete(RestCall call)
    {
        if (call.Directory.Post(call["id"]) is not { } post)
        {
            return XErrors.NotFound(call["id"]);
        }

        if (post.Account != call.Account)
        {
            return XErrors.Forbidden("You are not allowed to delete this Tweet.");
        }

        call.Directory.Delete(post, call.BaseUrl);
        return RestAnswer.Ok(new JsonObject { ["data"] = new JsonObject { ["deleted"] = true } });
    }

    /// <summary>What is not there is told beside what is, in an answer that succeeds.</summary>
    private static RestAnswer Read(RestCall call)
    {
        var ids = (call.Query("ids") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (ids.Length is 0 or > 100)
        {
            return XErrors.Invalid("The number of values in the `ids` query parameter list is not between 1 and 100.");
        }

        var answer = new JsonObject();
        var found = ids.Select(call.Directory.Post).OfType<XPost>().ToList();
        if (found.Count > 0)
        {
            answer["data"] = new JsonArray([.. found.Select(post => (JsonNode)post.ToJson())]);
        }

        var missing = ids.Where(id => call.Directory.Post(id) is not XPost).ToList();
        if (missing.Count > 0)
        {
            answer["errors"] = new JsonArray([
                .. missing.Select(id =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["resource_id"] = id,
                            ["parameter"] = "ids",
                            ["title"] = "Not Found Error",
                            ["detail"] = $"Could not find tweet with ids: [{id}].",
                            ["type"] = "https://api.twitter.com/2/problems/resource-not-found",
                        }
                ),
            ]);
        }

        return RestAnswer.Ok(answer);
    }

    private static RestAnswer List(RestCall call)
    {
        if (call.Directory.Find(call["id"]) is not { } account || account.Id != call["id"])
        {
            return XErrors.NotFound(call["id"]);
        }

        var count = int.TryParse(call.Query("max_results"), out var many) ? Math.Clamp(many, 5, 100) : 10;
        var skip = int.TryParse(call.Query("pagination_token"), out var token) ? token : 0;
        var since = DateTimeOffset.TryParse(call.Query("start_time"), out var start) ? start : DateTimeOffset.MinValue;
        var all = account.Posts().OfType<XPost>().Where(post => post.Created >= since).ToList();
        var page = all.Skip(skip).Take(count).ToList();
        var answer = new JsonObject();
        if (page.Count > 0)
        {
            answer["data"] = new JsonArray([.. page.Select(post => (JsonNode)post.ToJson())]);
        }

        var meta = new JsonObject { ["result_count"] = page.Count };
        if (skip + page.Count < all.Count)
        {
            meta["next_token"] = $"{skip + page.Count}";
        }

        answer["meta"] = meta;
        return RestAnswer.Ok(answer);
    }

    private static RestAnswer Me(RestCall call) =>
        RestAnswer.Ok(
            new JsonObject
            {
                ["data"] = new JsonObject
                {
                    ["id"] = call.Account!.Id,
                    ["name"] = call.Account.Name,
                    ["username"] = call.Account.Username,
                    ["profile_image_url"] = $"https://pbs.twimg.com/profile_images/{call.Account.Id}.jpg",
                },
            }
        );

    private static RestAnswer Page(RestCall call) =>
        call.Directory.Post(call["id"]) is { } post
            ? RestAnswer.Redirect(call.PageUrl(post))
            : RestAnswer.Empty(StatusCodes.Status404NotFound);

    [GeneratedRegex(@"(?<![\w$])\$[A-Za-z]{1,6}\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Cashtag();
}
