using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.LinkedIn;

/// <summary>Whose account a token opens: the member's, or that of a page whose number is given.</summary>
internal sealed class LinkedInAccounts(LinkedInDirectory directory, LinkedInAnswers answers) : IPlatformAccounts
{
    public Platform Platform => Platform.LinkedIn;

    public async Task<AccountAnswer> ReadAccountAsync(
        string login,
        Secret token,
        string? accountId,
        CancellationToken cancellationToken
    )
    {
        if (login != "linkedin")
        {
            return Refused("atlas/login", "LinkedIn channels are connected by 'linkedin' login.", "Choose it.");
        }

        return accountId is not null && LinkedInAuthor.IsOrganizationId(accountId, kind: null)
            ? await ReadPageAsync(token, accountId, cancellationToken)
            : await ReadMemberAsync(token, accountId, cancellationToken);
    }

    private async Task<AccountAnswer> ReadMemberAsync(Secret token, string? accountId, CancellationToken cancellationToken)
    {
        var (member, answer) = await directory.ReadMemberAsync(token, [], cancellationToken);
        if (member is null)
        {
            return NotRead(answer);
        }

        return accountId is not null && accountId != member.Sub
            ? Refused(
                "atlas/other-account",
                "The token belongs to another member.",
                "Give the token of the member that you mean."
            )
            : Account(member.Sub!, member.Name ?? "LinkedIn member", handle: null, member.Picture);
    }

    private async Task<AccountAnswer> ReadPageAsync(Secret token, string id, CancellationToken cancellationToken)
    {
        var (roles, answer) = await directory.ListRolesAsync(token, cancellationToken);
        if (roles is null)
        {
            return NotRead(answer);
        }

        if (!roles.TryGetValue(id, out var role))
        {
            return Refused(
                "atlas/no-account",
                "The member has no role on this page.",
                "Give the number of a page that the member manages."
            );
        }

        var (page, logo) = await directory.ReadOrganizationAsync(token, id, cancellationToken);
        var name = page?.LocalizedName ?? $"Page {id}";
        return LinkedInDirectory.MayPost(role)
            ? Account(id, name, page?.VanityName, logo)
            : new AccountAnswer.Refused(LinkedInDirectory.Unusable(name, role).Problem);
    }

    /// <summary>No scopes: a token can't be asked for them without its app, and none of these reads needs the one to post.</summary>
    private static AccountAnswer.Account Account(string id, string name, string? handle, string? picture) =>
        new(id, name, handle, picture, []);

    private AccountAnswer NotRead(PlatformAnswer answer) =>
        answers.ErrorOf(answer)?.Rule is { Class: RefusalClass.Reconnect or RefusalClass.Rejected }
            ? new AccountAnswer.Refused(answers.Problem(answer))
            : new AccountAnswer.Unavailable(answers.Problem(answer));

    private static AccountAnswer.Refused Refused(string code, string message, string nextStep) =>
        new(new PlatformProblem(code, message, nextStep, Source: null));
}
