using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.LinkedIn;

internal static class LinkedInComments
{
    private const int MostCharacters = 1250;

    public static RestAnswer Create(RestCall call)
    {
        var body = call.Body;
        var actor = LinkedInAuthors.Find(call, body.RequiredText("actor"));
        var target = body.RequiredText("object");
        var message = body.RequiredObject("message");
        var text = message.RequiredText("text");
        message.Ignore("attributes");
        if (text.Length is 0 or > MostCharacters)
        {
            message.Refuse("text", $"has 1 to {MostCharacters} characters");
        }

        if (call.RefuseBody() is { } no)
        {
            return no;
        }

        if (call.Directory.Post(call["urn"]) is not LinkedInPost post)
        {
            return LinkedInErrors.NotFound(call["urn"]);
        }

        if (actor is null || target != post.Id && target != post.Activity)
        {
            return LinkedInErrors.Error(StatusCodes.Status400BadRequest, "INVALID_URN_ID", "actor or object does not exist");
        }

        call.Account = actor;
        if (LinkedInAuthors.RefuseComment(call, actor) is { } refused)
        {
            return refused;
        }

        var comment = new NetworkComment(call.World.Ids.From(7_100_000_000_000_000_000), actor.Username, text, call.Now);
        call.Directory.Comment(post, comment, call.BaseUrl);
        return RestAnswer.Created(ToJson(call, post, comment)).With("x-restli-id", comment.Id);
    }

    public static RestAnswer List(RestCall call) =>
        call.Directory.Post(call["urn"]) is not LinkedInPost post ? LinkedInErrors.NotFound(call["urn"])
        : LinkedInAuthors.RefuseRead(call, post.Account) is { } refused ? refused
        : LinkedInOperations.Elements(call, [.. post.Comments().Select(comment => (JsonNode)ToJson(call, post, comment))]);

    private static JsonObject ToJson(RestCall call, LinkedInPost post, NetworkComment comment)
    {
        var actor = call.Directory.Find(comment.Username) is { } known
            ? LinkedInAuthors.Urn(known)
            : "urn:li:person:" + comment.Username;
        return new JsonObject
        {
            ["id"] = comment.Id,
            ["commentUrn"] = $"urn:li:comment:({post.Activity},{comment.Id})",
            ["actor"] = actor,
            ["object"] = post.Activity,
            ["message"] = new JsonObject { ["attributes"] = new JsonArray(), ["text"] = comment.Text },
            ["created"] = new JsonObject { ["actor"] = actor, ["time"] = comment.At.ToUnixTimeMilliseconds() },
        };
    }
}
