using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Simulation.App;

namespace Atlas.Simulation.Networks;

/// <summary>A login whose tokens end and are traded for new ones.</summary>
internal sealed class SimLogin(SimPlatform network, Boundaries boundaries, World world) : IPlatformLogin
{
    public const string Name = "renewed";

    public LoginDescription Description { get; } =
        new(
            Name,
            "Simulated login",
            LoginFlow.Redirect,
            [SimPublisher.PlatformOf(network.Family)],
            App: null,
            Fields: [],
            Scopes: [],
            new RefreshRule(AtFraction: 0.6, MinimumAge: TimeSpan.Zero, Rotates: false, WithoutRefreshToken: true),
            CanRevoke: false,
            Source: "https://network.test/login"
        );

    public async Task<GrantAnswer> RefreshAsync(
        Channel channel,
        TokenSet tokens,
        PlatformApp? app,
        CancellationToken cancellationToken
    )
    {
        await boundaries.CallAsync("refresh before", cancellationToken);
        if (!network.Accepts(tokens.Access.Reveal()))
        {
            return new GrantAnswer.Refused(new PlatformProblem("token", "The token has ended.", "Connect again.", Source: null));
        }

        if (world.Chaos.Chance(world.Chaos.Trouble))
        {
            return new GrantAnswer.Unavailable(new PlatformProblem("busy", "The network is busy.", "Wait.", Source: null));
        }

        var fresh = new TokenSet(new Secret(network.IssueToken()), boundaries.Process.Time.GetUtcNow(), network.TokenEnd);
        await boundaries.CallAsync("refresh after", cancellationToken);
        return new GrantAnswer.Granted(new Grant(fresh, Scopes: [], Declined: []));
    }

    public Task<LoginStart> StartAsync(LoginRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<GrantAnswer> CompleteAsync(LoginReply reply, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<AccountsAnswer> ListAccountsAsync(Grant grant, PlatformApp? app, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<RevokeAnswer> RevokeAsync(
        Channel channel,
        TokenSet tokens,
        PlatformApp? app,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();
}
