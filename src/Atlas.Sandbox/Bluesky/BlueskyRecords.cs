using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Bluesky;

/// <summary>Creates, reads and deletes records of posts.</summary>
internal static partial class BlueskyRecords
{
    public const string Posts = "app.bsky.feed.post";

    public static RestAnswer Create(RestCall call)
    {
        var body = call.Body;
        var account = BlueskyAccount.Of(call);
        var key = body.Text("rkey") ?? NewKey(call);
        if (body.RequiredText("repo") is var repo && repo != account.Id && repo != account.Handle)
        {
            body.Refuse("repo", "is not the repo of the session");
        }

        if (body.RequiredText("collection") is not Posts)
        {
            body.Refuse("collection", $"is {Posts}");
        }

        if (!Key().IsMatch(key))
        {
            body.Refuse("rkey", "is not a TID");
        }

        body.Ignore("validate", "swapCommit");
        var post = BlueskyPostReader.Read(call, body.RequiredObject("record"), key);
        if (call.RefuseBody() is { } refused)
        {
            return refused;
        }

        var uri = $"at://{account.Id}/{Posts}/{key}";
        var value = JsonNode.Parse(body.Raw("record")!.Value.GetRawText())!.AsObject();
        var record = new BlueskyRecord(uri, BlueskyState.Cid("bafyrei", uri + value.ToJsonString()), value, post);
        if (!call.World.State<BlueskyState>().TryAdd(record))
        {
            return BlueskyErrors.Of("InvalidRequest", $"There is already a value at key: {Posts}/{key}");
        }

        call.Directory.Publish(post, call.BaseUrl);
        return RestAnswer.Ok(
            new JsonObject
            {
                ["uri"] = uri,
                ["cid"] = record.Cid,
                ["commit"] = new JsonObject { ["cid"] = BlueskyState.Cid("bafyrei", "commit " + uri), ["rev"] = key },
                ["validationStatus"] = "valid",
            }
        );
    }

    public static RestAnswer Delete(RestCall call)
    {
        var account = BlueskyAccount.Of(call);
        var (repo, collection, key) = (
            call.Body.RequiredText("repo"),
            call.Body.RequiredText("collection"),
            call.Body.RequiredText("rkey")
        );
        call.Body.Ignore("swapRecord", "swapCommit");
        if (call.RefuseBody() is { } refused)
        {
            return refused;
        }

        if (repo != account.Id || collection is not Posts)
        {
            return BlueskyErrors.Of("InvalidRequest", "Not a post of the session's repo");
        }

        var state = call.World.State<BlueskyState>();
        var uri = $"at://{repo}/{collection}/{key}";
        if (state.Record(uri) is { } record)
        {
            state.Remove(uri);
            call.Directory.Delete(record.Post, call.BaseUrl);
        }

        return RestAnswer.Ok(new JsonObject()); // what is gone already is no error
    }

    public static RestAnswer Read(RestCall call) =>
        call.World.State<BlueskyState>().Record($"at://{call.Query("repo")}/{call.Query("collection")}/{call.Query("rkey")}")
            is { } record
            ? RestAnswer.Ok(
                new JsonObject
                {
                    ["uri"] = record.Uri,
                    ["cid"] = record.Cid,
                    ["value"] = record.Value.DeepClone(),
                }
            )
            : BlueskyErrors.Of("RecordNotFound", "Could not locate record");

    /// <summary>As the app view shows them; what is gone is left out.</summary>
    public static RestAnswer ReadMany(RestCall call) =>
        call.Query("uris") is { Length: > 0 } uri
            ? RestAnswer.Ok(
                new JsonObject
                {
                    ["posts"] = call.World.State<BlueskyState>().Record(uri) is { } record
                        ? new JsonArray(
                            new JsonObject
                            {
                                ["uri"] = record.Uri,
                                ["cid"] = record.Cid,
                                ["record"] = record.Value.DeepClone(),
                            }
                        )
                        : new JsonArray(),
                }
            )
            : BlueskyErrors.Of("InvalidRequest", "Error: Params must have the property \"uris\"");

    /// <summary>Where the app's link leads: the page on which this sandbox shows the post.</summary>
    public static RestAnswer View(RestCall call) =>
        call.Directory.Post(call["rkey"]) is { } post
            ? RestAnswer.Redirect(call.PageUrl(post))
            : new RestError(StatusCodes.Status404NotFound);

    private static string NewKey(RestCall call)
    {
        const string Alphabet = "234567abcdefghijklmnopqrstuvwxyz";
        var number = long.Parse(call.World.Ids.From(1_700_000_000_000_000)) << 10;
        var letters = new char[13];
        for (var i = 12; i >= 0; i--)
        {
            letters[i] = Alphabet[(int)(number & 31)];
            number >>= 5;
        }

        return new string(letters);
    }

    [GeneratedRegex(
        "^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Key();
}
