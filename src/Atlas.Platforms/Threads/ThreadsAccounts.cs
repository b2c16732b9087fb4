using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Threads;

/// <summary>Whose profile a token opens, and whether it may publish there.</summary>
internal sealed class ThreadsAccounts(ThreadsApi api) : IPlatformAccounts
{
    public Platform Platform => Platform.Threads;

    public async Task<AccountAnswer> ReadAccountAsync(
        string login,
        Secret token,
        string? accountId,
        CancellationToken cancellationToken
    )
    {
        if (login is not ThreadsLogin.Name)
        {
            return Refused("atlas/login", "Threads channels are connected by 'threads' login.", "Choose it.");
        }

        var access = new ThreadsAccess("me", token, AppSecret: null);
        var answer = await api.ReadProfileAsync(access, cancellationToken);
        if (
            answer.Read(ThreadsJson.Default.ThreadsProfile)
            is not { Id: { Length: > 0 } id, Username: { Length: > 0 } username } me
        )
        {
            return NotRead(answer);
        }

        if (accountId is not null && accountId != id)
        {
            return Refused(
                "atlas/other-account",
                "The token belongs to another profile.",
                "Give the token of the profile that you mean."
            );
        }

        // The quota can be read only with the permission to publish: a token without it is refused here, not at the first post.
        var limits = await api.ReadLimitsAsync(access with { AccountId = id }, withReplies: false, cancellationToken);
        if (!limits.Succeeded)
        {
            return NotRead(limits);
        }

        var facts = (await api.ReadTokenAsync(access, cancellationToken)).Read(ThreadsJson.Default.ThreadsTokenFacts);
        return new AccountAnswer.Account(
            id,
            me.Name is { Length: > 0 } name ? name : username,
            username,
            me.PictureUrl,
            facts?.Data?.Scopes ?? ["threads_basic", "threads_content_publish"]
        )
        {
            Quotas = ThreadsQuota.Of(limits, isReply: false) is { } posts
                ? [new NetworkQuota(ThreadsQuota.Posts.Quota, posts.Used, posts.Total)]
                : [],
        };
    }

    private static AccountAnswer NotRead(GraphAnswer answer)
    {
        var problem = ThreadsErrors.Product.Problem(answer);
        return ThreadsErrors.Product.IsRefusal(answer)
            ? new AccountAnswer.Refused(problem)
            : new AccountAnswer.Unavailable(problem);
    }

    private static AccountAnswer.Refused Refused(string code, string message, string nextStep) =>
        new(new PlatformProblem(code, message, nextStep, Source: null));
}
