using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;

namespace Atlas.Core.Connections;

internal abstract record RefreshOutcome
{
    private RefreshOutcome() { }

    /// <summary>These tokens are good: new ones, or no others were needed.</summary>
    public sealed record Fresh(TokenSet Tokens, bool Renewed) : RefreshOutcome;

    /// <summary>Not now: somebody is at it, or the network has to be left alone for a while.</summary>
    /// <param name="Tokens">Those that are there.</param>
    public sealed record Later(TokenSet? Tokens, string Reason, DateTimeOffset Until) : RefreshOutcome;

    /// <summary>The network says that they are dead: the channel needs a person.</summary>
    public sealed record Dead(PlatformProblem Problem) : RefreshOutcome;

    /// <summary>There are no tokens, or nothing refreshes them.</summary>
    /// <param name="Tokens">Those that are there.</param>
    public sealed record NotPossible(TokenSet? Tokens) : RefreshOutcome;
}
