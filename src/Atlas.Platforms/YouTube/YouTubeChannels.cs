using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.YouTube;

/// <summary>The channel that a token opens: the person's own, or the brand account that was chosen at consent.</summary>
internal sealed class YouTubeChannels(YouTubeApi api, YouTubeVerdicts verdicts) : IPlatformAccounts
{
    public static readonly PlatformProblem NoChannel = new(
        "youtubeSignupRequired",
        "The Google account has no YouTube channel.",
        "Create a channel at youtube.com, then connect again. For a brand account, choose it on Google's page.",
        "YouTube Data API: Channels: list"
    );

    public Platform Platform => Platform.YouTube;

    public static string NameOf(ChannelResource channel) => channel.Snippet?.Title ?? channel.Id!;

    public static string? AvatarOf(ChannelResource channel) =>
        channel.Snippet?.Thumbnails is { } pictures ? pictures.Medium?.Url ?? pictures.Default?.Url : null;

    public async Task<AccountAnswer> ReadAccountAsync(
        string login,
        Secret token,
        string? accountId,
        CancellationToken cancellationToken
    )
    {
        if (login != YouTubeLogin.Name)
        {
            return Refused("atlas/login", "YouTube channels are connected by 'youtube' login.", "Use it.");
        }

        var (items, problem, isTheirs) = await ReadAsync(token, cancellationToken);
        if (problem is not null)
        {
            return isTheirs ? new AccountAnswer.Refused(problem) : new AccountAnswer.Unavailable(problem);
        }

        var found = accountId is null ? items.FirstOrDefault() : items.FirstOrDefault(item => item.Id == accountId);
        return found is not null
                ? new AccountAnswer.Account(found.Id!, NameOf(found), found.Snippet?.CustomUrl, AvatarOf(found), Scopes: [])
            : items.Count == 0 ? new AccountAnswer.Refused(NoChannel)
            : Refused(
                "atlas/other-account",
                "The token belongs to another channel.",
                "Give the token of the channel that you mean: a brand account is chosen at consent."
            );
    }

    /// <returns>The channels, or why they could not be read and whether that is the account's own fault.</returns>
    public async Task<(IReadOnlyList<ChannelResource> Channels, PlatformProblem? Problem, bool IsTheirs)> ReadAsync(
        Secret token,
        CancellationToken cancellationToken
    )
    {
        var answer = await api.ReadChannelAsync(token, "snippet", cancellationToken);
        if (answer.Succeeded && answer.Read(YouTubeJson.Default.ItemListChannelResource) is { } list)
        {
            return ([.. (list.Items ?? []).Where(item => item.Id is not null)], null, false); // no channel: no items at all
        }

        var error = verdicts.Error(answer);
        var isTheirs =
            answer is { Outcome: CallOutcome.Answered, IsServerFault: false }
            && error is { Rule.Class: RefusalClass.Reconnect or RefusalClass.Rejected };
        return ([], verdicts.Problem(answer), isTheirs);
    }

    private static AccountAnswer.Refused Refused(string code, string message, string nextStep) =>
        new(new PlatformProblem(code, message, nextStep, Source: null));
}
