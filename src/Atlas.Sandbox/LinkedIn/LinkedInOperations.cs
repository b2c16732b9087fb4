using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.LinkedIn;

/// <summary>Every call beside the login's.</summary>
internal static class LinkedInOperations
{
    private const string Rest = "api.linkedin.com/rest/";

    public static IEnumerable<RestOperation> All =>
        [
            new("linkedin.image.initialize", "POST", Rest + "images", LinkedInUploads.InitializeImage) { Query = ["action"] },
            new("linkedin.document.initialize", "POST", Rest + "documents", LinkedInUploads.InitializeDocument)
            {
                Query = ["action"],
            },
            new("linkedin.video.initialize", "POST", Rest + "videos", LinkedInUploads.VideoAsync)
            {
                Query = ["action"],
                NameOf = call =>
                    call.Query("action") is "finalizeUpload" ? "linkedin.video.finalize" : "linkedin.video.initialize",
            },
            new("linkedin.upload.put", "PUT", "www.linkedin.com/dms-uploads/{key}/{part}", LinkedInUploads.PutAsync)
            {
                IsPublic = true,
                TakesBytes = true,
                SecretValues = ["key"],
            },
            new(
                "linkedin.thumbnail.put",
                "PUT",
                "www.linkedin.com/dms-uploads/{key}/thumbnail",
                LinkedInUploads.PutThumbnailAsync
            )
            {
                IsPublic = true,
                TakesBytes = true,
                SecretValues = ["key"],
            },
            new("linkedin.captions.post", "POST", "www.linkedin.com/dms-uploads/{key}/captions", LinkedInCaptions.PostAsync)
            {
                IsPublic = true,
                TakesBytes = true,
                SecretValues = ["key"],
            },
            new("linkedin.image.read", "GET", Rest + "images/{urn}", LinkedInUploads.Read),
            new("linkedin.document.read", "GET", Rest + "documents/{urn}", LinkedInUploads.Read),
            new("linkedin.video.read", "GET", Rest + "videos/{urn}", LinkedInUploads.Read),
            new("linkedin.post.create", "POST", Rest + "posts", LinkedInPosting.Create) { Query = [] },
            new("linkedin.post.list", "GET", Rest + "posts", LinkedInPosts.List)
            {
                Query = ["author", "q", "count", "start", "sortBy"],
            },
            new("linkedin.post.read", "GET", Rest + "posts/{urn}", LinkedInPosts.Read) { Query = ["viewContext"] },
            new("linkedin.post.edit", "POST", Rest + "posts/{urn}", LinkedInPosts.Edit) { Query = [] },
            new("linkedin.post.delete", "DELETE", Rest + "posts/{urn}", LinkedInPosts.Delete) { Query = [] },
            new("linkedin.comment.create", "POST", Rest + "socialActions/{urn}/comments", LinkedInComments.Create) { Query = [] },
            new("linkedin.comment.list", "GET", Rest + "socialActions/{urn}/comments", LinkedInComments.List)
            {
                Query = ["start", "count"],
            },
            new("linkedin.acl.list", "GET", Rest + "organizationAcls", Acls)
            {
                Scopes = ["rw_organization_admin"],
                Query = ["q", "state", "role", "start", "count"],
            },
            new("linkedin.organization.read", "GET", Rest + "organizations/{id}", Organization),
            new("linkedin.page", "GET", "www.linkedin.com/feed/update/{urn}/", Page) { IsPublic = true },
        ];

    public static RestAnswer Elements(RestCall call, IReadOnlyList<JsonNode> all)
    {
        var start = int.TryParse(call.Query("start"), out var from) ? Math.Max(from, 0) : 0;
        var count = int.TryParse(call.Query("count"), out var many) ? Math.Clamp(many, 0, 100) : 10;
        return RestAnswer.Ok(
            new JsonObject
            {
                ["paging"] = new JsonObject
                {
                    ["start"] = start,
                    ["count"] = count,
                    ["links"] = new JsonArray(),
                    ["total"] = all.Count,
                },
                ["elements"] = new JsonArray([.. all.Skip(start).Take(count)]),
            }
        );
    }

    private static RestAnswer Acls(RestCall call) =>
        call.Query("q") is not "roleAssignee"
            ? LinkedInErrors.Invalid("q is roleAssignee")
            : Elements(
                call,
                [
                    .. call
                        .Directory.Accounts.OfType<LinkedInOrganization>()
                        .OrderBy(page => page.Id, StringComparer.Ordinal)
                        .Where(page => page.Roles.ContainsKey(call.Grant!.OwnerId))
                        .Select(page =>
                            (JsonNode)
                                new JsonObject
                                {
                                    ["role"] = page.Roles[call.Grant!.OwnerId],
                                    ["organization"] = LinkedInAuthors.Urn(page),
                                    ["roleAssignee"] = "urn:li:person:" + call.Grant.OwnerId,
                                    ["state"] = "APPROVED",
                                }
                        ),
                ]
            );

    private static RestAnswer Organization(RestCall call)
    {
        if (call.Directory.Find(call["id"]) is not LinkedInOrganization page || page.Id != call["id"])
        {
            return LinkedInErrors.NotFound(call["id"]);
        }

        return page.Roles.ContainsKey(call.Grant!.OwnerId)
            ? RestAnswer.Ok(
                new JsonObject
                {
                    ["id"] = long.Parse(page.Id),
                    ["localizedName"] = page.Name,
                    ["vanityName"] = page.Username,
                    ["localizedWebsite"] = page.Website,
                }
            )
            : LinkedInErrors.Denied("ACCESS_DENIED", "The member has no role on this organization");
    }

    private static RestAnswer Page(RestCall call) =>
        call.Directory.Post(call["urn"]) is { } post
            ? RestAnswer.Redirect(call.PageUrl(post))
            : RestAnswer.Empty(StatusCodes.Status404NotFound);
}
