using System.Collections.Concurrent;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.LinkedIn;

internal sealed class LinkedInMember(string platform, string id, string username) : NetworkAccount(platform, id, username);

internal sealed class LinkedInOrganization(string platform, string id, string username) : NetworkAccount(platform, id, username)
{
    /// <summary>By the member's id.</summary>
    public ConcurrentDictionary<string, string> Roles { get; } = new();

    public bool MayPost(string? memberId) =>
        memberId is not null && Roles.GetValueOrDefault(memberId) is "ADMINISTRATOR" or "CONTENT_ADMINISTRATOR";
}

/// <summary>Accounts by the URNs in which calls name them.</summary>
internal static class LinkedInAuthors
{
    private const string Person = "urn:li:person:";
    private const string Organization = "urn:li:organization:";

    public static string Urn(NetworkAccount account) => (account is LinkedInOrganization ? Organization : Person) + account.Id;

    public static NetworkAccount? Find(RestCall call, string? urn) =>
        urn?.StartsWith(Person) is true ? call.Directory.Find(urn[Person.Length..]) as LinkedInMember
        : urn?.StartsWith(Organization) is true ? call.Directory.Find(urn[Organization.Length..]) as LinkedInOrganization
        : null;

    /// <summary>The account that a call acts for: its author, owner or actor, or the author of the post that it names.</summary>
    public static NetworkAccount? Of(RestCall call)
    {
        if (call.Json is { ValueKind: System.Text.Json.JsonValueKind.Object } body)
        {
            foreach (var (holder, name) in new[] { ("", "author"), ("", "actor"), ("initializeUploadRequest", "owner") })
            {
                var at = body;
                if (
                    (holder.Length is 0 || body.TryGetProperty(holder, out at))
                    && at.ValueKind is System.Text.Json.JsonValueKind.Object
                    && at.TryGetProperty(name, out var urn)
                    && urn.ValueKind is System.Text.Json.JsonValueKind.String
                )
                {
                    return Find(call, urn.GetString());
                }
            }
        }

        return call.Values.TryGetValue("urn", out var named) && call.Directory.Post(named) is { } post
            ? post.Account
            : Find(call, call.Query("author"));
    }

    /// <summary>Whether the token lets its member write in the author's name.</summary>
    public static RestError? Refuse(RestCall call, NetworkAccount author, params ReadOnlySpan<string> scopes)
    {
        foreach (var scope in scopes)
        {
            if (call.Grant?.Has(scope) is true)
            {
                return author is LinkedInOrganization organization
                    ? organization.MayPost(call.Grant.OwnerId)
                        ? null
                        : LinkedInErrors.Denied("NO_PERMISSION_ON_ENTITY", "The member has no role on this organization")
                    : author.Id == call.Grant.OwnerId
                        ? null
                        : LinkedInErrors.Denied("ACCESS_DENIED", "The author is another member");
            }
        }

        return LinkedInErrors.Denied("ACCESS_DENIED", $"Not enough permissions to access: {scopes[0]}");
    }

    public static RestError? RefuseWrite(RestCall call, NetworkAccount author) =>
        Refuse(call, author, author is LinkedInOrganization ? "w_organization_social" : "w_member_social");

    public static RestError? RefuseRead(RestCall call, NetworkAccount author) =>
        author is LinkedInOrganization
            ? Refuse(call, author, "r_organization_social", "r_organization_social_feed")
            : Refuse(call, author, "r_member_social", "r_member_social_feed");

    public static RestError? RefuseComment(RestCall call, NetworkAccount author) =>
        author is LinkedInOrganization
            ? Refuse(call, author, "w_organization_social_feed", "w_organization_social")
            : Refuse(call, author, "w_member_social_feed", "w_member_social");
}
