using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Instagram;

/// <summary>Whose account a token opens, and whether it may publish there.</summary>
internal sealed class InstagramAccounts(InstagramApi api) : IPlatformAccounts
{
    private const string ProfileFields = "id,username,name,profile_picture_url";

    public Platform Platform => Platform.Instagram;

    public async Task<AccountAnswer> ReadAccountAsync(
        string login,
        Secret token,
        string? accountId,
        CancellationToken cancellationToken
    )
    {
        if (login is not ("facebook" or "instagram"))
        {
            return Refused(
                "atlas/login",
                "Instagram channels are connected by 'facebook' or 'instagram' login.",
                "Choose one of them."
            );
        }

        if (accountId is not null && (accountId.Length is 0 or > 32 || accountId.AsSpan().ContainsAnyExceptInRange('0', '9')))
        {
            return Refused(
                "atlas/account-id",
                "An Instagram account's id has digits only.",
                "Give the id of the professional account."
            );
        }

        var (path, fields) = (login, accountId) switch
        {
            ("instagram", _) => ("me", "user_id,account_type,username,name,profile_picture_url"),
            (_, null) => ("me", $"instagram_business_account{{{ProfileFields}}}"),
            (_, var id) => (id, ProfileFields),
        };
        var answer = await api.ReadProfileAsync(
            new InstagramAccess(login, accountId ?? "me", token),
            path,
            fields,
            cancellationToken
        );
        if (answer.Read(InstagramJson.Default.InstagramProfile) is not { } profile)
        {
            return NotRead(answer);
        }

        var account = login == "facebook" && accountId is null ? profile.BusinessAccount : profile;
        if ((account?.UserId ?? account?.Id) is not { } found || account?.Username is null)
        {
            return Refused(
                "atlas/no-account",
                "No professional Instagram account is linked to this token.",
                "Link the account to the Page, or give its id."
            );
        }

        return accountId is not null && found != accountId
            ? Refused(
                "atlas/other-account",
                "The token belongs to another account.",
                "Give the token of the account that you mean."
            )
            : await WithPublishingAsync(new InstagramAccess(login, found, token), account, cancellationToken);
    }

    /// <summary>The quota can be read only with the permission to publish: a token without it is refused here, not at the first post.</summary>
    private async Task<AccountAnswer> WithPublishingAsync(
        InstagramAccess access,
        InstagramProfile profile,
        CancellationToken cancellationToken
    )
    {
        var answer = await api.ReadPublishingLimitAsync(access, cancellationToken);
        if (!answer.Succeeded)
        {
            return NotRead(answer);
        }

        IReadOnlyList<string> seen = access.IsInstagramLogin
            ? ["instagram_business_basic", "instagram_business_content_publish"]
            : ["instagram_basic", "instagram_content_publish"];
        return new AccountAnswer.Account(
            access.AccountId,
            profile.Name ?? profile.Username!,
            profile.Username,
            profile.PictureUrl,
            seen
        )
        {
            Quotas = PublishingLimit.Of(answer) is { Config: { Total: > 0 } config } limit
                ? [new NetworkQuota(InstagramErrors.PostsQuota, limit.Usage, config.Total)]
                : [],
        };
    }

    private static AccountAnswer NotRead(GraphAnswer answer)
    {
        var problem = InstagramAnswers.Product.Problem(answer);
        return InstagramAnswers.Product.IsRefusal(answer)
            ? new AccountAnswer.Refused(problem)
            : new AccountAnswer.Unavailable(problem);
    }

    private static AccountAnswer.Refused Refused(string code, string message, string nextStep) =>
        new(new PlatformProblem(code, message, nextStep, Source: null));
}
