using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.LinkedIn;

/// <summary>Reads, changes and deletes posts.</summary>
internal static class LinkedInPosts
{
    public static RestAnswer List(RestCall call)
    {
        if (call.Query("q") is not "author" || LinkedInAuthors.Find(call, call.Query("author")) is not { } author)
        {
            return LinkedInErrors.Invalid("q is author, and author is a member or an organization");
        }

        return LinkedInAuthors.RefuseRead(call, author) is { } refused
            ? refused
            : LinkedInOperations.Elements(
                call,
                [
                    .. author
                        .Posts()
                        .OfType<LinkedInPost>()
                        .OrderByDescending(post => post.Edited ?? post.Created)
                        .Select(post => (JsonNode)post.ToJson()),
                ]
            );
    }

    public static RestAnswer Read(RestCall call) =>
        call.Directory.Post(call["urn"]) is not LinkedInPost post ? LinkedInErrors.NotFound(call["urn"])
        : LinkedInAuthors.RefuseRead(call, post.Account) is { } refused ? refused
        : RestAnswer.Ok(post.ToJson());

    public static RestAnswer Edit(RestCall call)
    {
        var change = call.Body.RequiredObject("patch").RequiredObject("$set");
        var commentary = change.RequiredText("commentary");
        if (!"PARTIAL_UPDATE".Equals(call.Header("X-RestLi-Method"), StringComparison.OrdinalIgnoreCase))
        {
            return LinkedInErrors.Invalid("X-RestLi-Method PARTIAL_UPDATE is needed");
        }

        if (call.RefuseBody() is { } no)
        {
            return no;
        }

        if (call.Directory.Post(call["urn"]) is not LinkedInPost post)
        {
            return LinkedInErrors.NotFound(call["urn"]);
        }

        var text = LittleTextReader.Read(commentary);
        var problem =
            LinkedInAuthors.RefuseWrite(call, post.Account)
            ?? LinkedInPosting.Problem(call, text, LinkedInPosting.Content.Read(fields: null) with { Source = post.Id });
        if (problem is not null)
        {
            return problem;
        }

        var isThere = call.Directory.Edit(
            post,
            changed =>
            {
                changed.Text = text.Plain;
                ((LinkedInPost)changed).Commentary = text.Kept;
            },
            call.BaseUrl
        );
        return isThere ? RestAnswer.NoContent : LinkedInErrors.NotFound(call["urn"]);
    }

    /// <summary>Idempotent: what is gone, or never was, is answered the same.</summary>
    public static RestAnswer Delete(RestCall call)
    {
        if (call.Directory.Post(call["urn"]) is not LinkedInPost post)
        {
            return RestAnswer.NoContent;
        }

        if (LinkedInAuthors.RefuseWrite(call, post.Account) is { } refused)
        {
            return refused;
        }

        call.Directory.Delete(post, call.BaseUrl);
        return RestAnswer.NoContent;
    }
}
