using Atlas.Core.Channels;

namespace Atlas.Platforms.LinkedIn;

/// <summary>Who posts: a member, or an organization by one of its administrators.</summary>
internal readonly record struct LinkedInAuthor(string AccountId, bool IsOrganization)
{
    public const string Person = "person";
    public const string Organization = "organization";

    public string Urn => IsOrganization ? $"urn:li:organization:{AccountId}" : $"urn:li:person:{AccountId}";

    public string WriteScope => IsOrganization ? "w_organization_social" : "w_member_social";

    /// <summary>Without any of these the account's own posts and comments can't be read back.</summary>
    public IReadOnlyList<string> ReadScopes =>
        IsOrganization ? ["r_organization_social", "r_organization_social_feed"] : ["r_member_social", "r_member_social_feed"];

    public static LinkedInAuthor Of(Channel channel) => new(channel.AccountId, IsOrganizationId(channel.AccountId, channel.Kind));

    /// <summary>An organization's id is a number, a member's is not.</summary>
    public static bool IsOrganizationId(string accountId, string? kind) =>
        kind is null ? !accountId.AsSpan().ContainsAnyExceptInRange('0', '9') : kind == Organization;

    /// <summary>Whether it is known that posts can't be read; a channel that was connected by a token says nothing about its scopes.</summary>
    public bool CannotRead(Channel channel) => channel.Scopes is { Count: > 0 } scopes && !ReadScopes.Any(scopes.Contains);
}
