using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.LinkedIn;

/// <summary>What a grant opens: the member's own account and the pages, each with whether it can be posted to.</summary>
internal sealed class LinkedInAccountList(LinkedInDirectory directory, LinkedInAnswers answers)
{
    private const string FlowPage = "LinkedIn API: Authorization Code Flow";

    public async Task<AccountsAnswer> ListAsync(Grant grant, CancellationToken cancellationToken)
    {
        var token = grant.Tokens.Access;
        var (member, answer) = await directory.ReadMemberAsync(token, grant.Scopes, cancellationToken);
        if (member is null)
        {
            return NotRead(answer);
        }

        List<LoginAccount> usable = [];
        List<UnusableAccount> unusable = [];
        var name = member.Name is { Length: > 0 } known ? known : "LinkedIn member";
        if (grant.Scopes.Contains("w_member_social"))
        {
            usable.Add(
                new LoginAccount(
                    Platform.LinkedIn,
                    member.Sub!,
                    LinkedInAuthor.Person,
                    name,
                    Handle: null,
                    member.Picture,
                    grant.Tokens
                )
            );
        }
        else
        {
            unusable.Add(Lacking(name, "w_member_social"));
        }

        return await AddPagesAsync(grant, name, usable, unusable, cancellationToken) is { } problem
            ? problem
            : new AccountsAnswer.Accounts(usable, unusable);
    }

    private async Task<AccountsAnswer?> AddPagesAsync(
        Grant grant,
        string member,
        List<LoginAccount> usable,
        List<UnusableAccount> unusable,
        CancellationToken cancellationToken
    )
    {
        if (!grant.Scopes.Contains("rw_organization_admin") && !grant.Scopes.Contains("r_organization_admin"))
        {
            return null;
        }

        var token = grant.Tokens.Access;
        var (roles, answer) = await directory.ListRolesAsync(token, cancellationToken);
        if (roles is null)
        {
            return NotRead(answer);
        }

        foreach (var (id, role) in roles.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var (page, logo) = await directory.ReadOrganizationAsync(token, id, cancellationToken);
            var name = page?.LocalizedName ?? $"Page {id}";
            if (!LinkedInDirectory.MayPost(role))
            {
                unusable.Add(LinkedInDirectory.Unusable(name, role));
            }
            else if (!grant.Scopes.Contains("w_organization_social"))
            {
                unusable.Add(Lacking(name, "w_organization_social"));
            }
            else
            {
                usable.Add(
                    new LoginAccount(
                        Platform.LinkedIn,
                        id,
                        LinkedInAuthor.Organization,
                        name,
                        page?.VanityName,
                        logo,
                        grant.Tokens,
                        Parent: $"managed by {member}"
                    )
                );
            }
        }

        return null;
    }

    private AccountsAnswer NotRead(PlatformAnswer answer) =>
        answers.ErrorOf(answer)?.Rule is { Class: RefusalClass.Reconnect or RefusalClass.Rejected }
            ? new AccountsAnswer.Refused(answers.Problem(answer))
            : new AccountsAnswer.Unavailable(answers.Problem(answer));

    private static UnusableAccount Lacking(string name, string scope) =>
        new(
            Platform.LinkedIn,
            name,
            new PlatformProblem(
                $"scope/{scope}",
                $"Posting there was not permitted ({scope}).",
                "Connect again and give the permission.",
                FlowPage
            )
        );
}
