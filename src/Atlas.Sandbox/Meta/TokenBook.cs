using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Atlas.Sandbox.Meta;

/// <summary>Every token that was given out.</summary>
internal sealed class TokenBook(World world)
{
    public static readonly TimeSpan LongLife = TimeSpan.FromSeconds(5_183_944);
    public static readonly TimeSpan ShortLife = TimeSpan.FromHours(1);

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private readonly ConcurrentDictionary<string, AccessToken> _tokens = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<LoginGrant>> _grants = new();

    public LoginGrant Grant(string ownerId, MetaApp app, IEnumerable<string> scopes, IEnumerable<string>? declined = null)
    {
        var grant = new LoginGrant(ownerId, app, scopes, declined ?? []);
        _grants.GetOrAdd(ownerId, _ => new ConcurrentQueue<LoginGrant>()).Enqueue(grant);
        return grant;
    }

    public AccessToken Issue(
        TokenKind kind,
        LoginGrant grant,
        string ownerId,
        TimeSpan? life,
        bool isLongLived,
        string? value = null
    )
    {
        var now = world.Now;
        var token = new AccessToken(value ?? NewValue(kind), kind, grant.App, grant, ownerId)
        {
            IssuedAt = now,
            ExpiresAt = now + life,
            IsLongLived = isLongLived,
        };
        _tokens[token.Value] = token;
        return token;
    }

    public AccessToken? Find(string value)
    {
        if (_tokens.TryGetValue(value, out var token))
        {
            return token;
        }

        // The literal "{app id}|{app secret}" is an app token too.
        var bar = value.IndexOf('|');
        return bar > 0 && world.Apps.Find(value[..bar]) is { } app && app.Secret == value[(bar + 1)..]
            ? new AccessToken(value, TokenKind.App, app, Login: null, app.Id) { IssuedAt = world.Now, IsLongLived = true }
            : null;
    }

    /// <summary>Ends every login of an owner; answers how many.</summary>
    public int End(string ownerId, int subcode)
    {
        if (!_grants.TryGetValue(ownerId, out var grants))
        {
            return 0;
        }

        foreach (var grant in grants)
        {
            grant.End(subcode);
        }

        return grants.Count;
    }

    private static string NewValue(TokenKind kind) =>
        kind switch
        {
            TokenKind.InstagramUser => "IGAA",
            TokenKind.ThreadsUser => "THAA",
            _ => "EAA",
        } + RandomNumberGenerator.GetString(Letters, 120);
}
