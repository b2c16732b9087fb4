using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.LinkedIn;

/// <summary>The accounts behind a token: the member, and the pages that the member manages.</summary>
internal sealed class LinkedInDirectory(LinkedInApi api)
{
    private const int PageSize = 100;
    private const int MostPages = 10;
    private const string AccessPage = "LinkedIn Community Management: Organization Access Control";
    private const string OrganizationUrn = "urn:li:organization:";

    /// <summary>Those who may post; the other roles read, advertise or recruit.</summary>
    private static readonly string[] s_posting = ["ADMINISTRATOR", "CONTENT_ADMINISTRATOR"];

    /// <summary>The member's id, name and picture; the failed answer where they can't be read.</summary>
    public async Task<(LinkedInUserInfo? Member, PlatformAnswer Answer)> ReadMemberAsync(
        Secret token,
        IReadOnlyList<string> scopes,
        CancellationToken cancellationToken
    )
    {
        var isBasic = scopes.Contains("r_basicprofile");
        var answer = isBasic
            ? await api.ReadMemberAsync(token, cancellationToken)
            : await api.ReadUserInfoAsync(token, cancellationToken);
        if (!isBasic && answer.Status is 403)
        {
            // The token of an app that has the other product.
            (isBasic, answer) = (true, await api.ReadMemberAsync(token, cancellationToken));
        }

        if (!answer.Succeeded)
        {
            return (null, answer);
        }

        return isBasic
            ? (
                answer.Read(LinkedInJson.Default.LinkedInMember) is { Id: { Length: > 0 } id } member
                    ? new LinkedInUserInfo(id, member.Name, Picture: null)
                    : null,
                answer
            )
            : (answer.Read(LinkedInJson.Default.LinkedInUserInfo) is { Sub.Length: > 0 } info ? info : null, answer);
    }

    /// <summary>The pages by id, each with the best of the member's roles; null with the failed answer.</summary>
    public async Task<(IReadOnlyDictionary<string, string>? Roles, PlatformAnswer Answer)> ListRolesAsync(
        Secret token,
        CancellationToken cancellationToken
    )
    {
        var roles = new Dictionary<string, string>();
        for (var page = 0; ; page++)
        {
            var answer = await api.ListAclsAsync(token, page * PageSize, PageSize, cancellationToken);
            if (!answer.Succeeded || answer.Read(LinkedInJson.Default.LinkedInPageLinkedInOrganizationAcl) is not { } list)
            {
                return (null, answer);
            }

            foreach (var acl in list.Elements ?? [])
            {
                var urn = acl.Organization ?? acl.OrganizationalTarget;
                if (
                    urn?.StartsWith(OrganizationUrn, StringComparison.Ordinal) is true
                    && acl is { Role: { } role, State: null or "APPROVED" }
                    && !MayPost(roles.GetValueOrDefault(urn[OrganizationUrn.Length..]))
                )
                {
                    roles[urn[OrganizationUrn.Length..]] = role;
                }
            }

            if ((list.Elements?.Count ?? 0) < PageSize || page + 1 >= MostPages)
            {
                return (roles, answer);
            }
        }
    }

    public static bool MayPost(string? role) => role is not null && s_posting.Contains(role);

    /// <summary>Null where the page could not be read: it is then shown by its number.</summary>
    public async Task<(LinkedInOrganization? Organization, string? LogoUrl)> ReadOrganizationAsync(
        Secret token,
        string id,
        CancellationToken cancellationToken
    )
    {
        var answer = await api.ReadOrganizationAsync(token, id, cancellationToken);
        var organization = answer.Succeeded ? answer.Read(LinkedInJson.Default.LinkedInOrganization) : null;
        if (organization?.LogoV2?.Original is not { } logo)
        {
            return (organization, null);
        }

        // The logo is named as an asset of the old kind; the number behind it is the image's.
        var image = await api.ReadAssetAsync(token, $"urn:li:image:{logo[(logo.LastIndexOf(':') + 1)..]}", cancellationToken);
        return (organization, image.Succeeded ? image.Read(LinkedInJson.Default.LinkedInAsset)?.DownloadUrl : null);
    }

    public static UnusableAccount Unusable(string name, string role) =>
        new(
            Platform.LinkedIn,
            name,
            new PlatformProblem(
                $"role/{role}",
                $"The member's role on this page ({role}) does not let it post.",
                "Let one of the page's super admins make the member a super admin or content admin.",
                AccessPage
            )
        );
}
