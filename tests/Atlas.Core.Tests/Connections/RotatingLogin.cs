using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;

namespace Atlas.Core.Tests.Connections;

/// <summary>
/// A network that gives a new refresh token with every refresh and kills the one that was used: at once, or, with grace, when its
/// successor is used for the first time.
/// </summary>
internal sealed class RotatingLogin(RefreshWorld world, bool grace, bool rotates) : IPlatformLogin
{
    private readonly HashSet<string> _live = [];
    private readonly Dictionary<string, string> _successors = [];
    private readonly DateTimeOffset _consentEnds = world.Clock.GetUtcNow().AddDays(90);
    private int _issued;

    public LoginDescription Description { get; } =
        new(
            "rotating",
            "Rotating",
            LoginFlow.Redirect,
            [Platform.TikTok],
            App: null,
            [],
            [],
            new RefreshRule(0.8, TimeSpan.Zero, rotates),
            CanRevoke: false,
            "The manual"
        );

    public string LiveAccess { get; private set; } = "";

    public int Calls { get; private set; }

    /// <summary>Answers the next calls without any effect.</summary>
    public Queue<GrantAnswer> Instead { get; } = new();

    public TokenSet First()
    {
        var refresh = Issue();
        _live.Add(refresh);
        return Tokens(refresh);
    }

    public async Task<GrantAnswer> RefreshAsync(
        Channel channel,
        TokenSet tokens,
        PlatformApp? app,
        CancellationToken cancellationToken
    )
    {
        await world.BoundaryAsync("network before");
        Calls++;
        if (Instead.TryDequeue(out var instead))
        {
            return instead;
        }

        var used = tokens.Refresh!.Reveal();
        if (!_live.Contains(used))
        {
            return new GrantAnswer.Refused(new PlatformProblem("invalid_grant", "The token is dead.", "Connect again.", null));
        }

        var next = rotates ? _successors.GetValueOrDefault(used) ?? Issue() : used;
        if (rotates)
        {
            _live.Add(next);
            if (grace)
            {
                _successors[used] = next;
                _live.RemoveWhere(old => _successors.TryGetValue(old, out var successor) && successor == used);
            }
            else
            {
                _live.Remove(used);
            }
        }

        var fresh = Tokens(next);
        await world.BoundaryAsync("network after");
        return new GrantAnswer.Granted(new Grant(fresh, [], []));
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

    private TokenSet Tokens(string refresh)
    {
        LiveAccess = $"access-{++_issued}";
        var now = world.Clock.GetUtcNow();
        return new TokenSet(
            new Secret(LiveAccess),
            now,
            now.AddHours(1),
            new Secret(refresh),
            rotates ? now.AddDays(90) : _consentEnds
        );
    }

    private string Issue() => $"refresh-{++_issued}";
}
