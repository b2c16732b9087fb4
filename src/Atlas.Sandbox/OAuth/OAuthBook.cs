using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Atlas.Sandbox.OAuth;

/// <summary>The codes, tokens and grants of one network.</summary>
internal sealed class OAuthBook(World world)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private readonly ConcurrentDictionary<string, OAuthCode> _codes = new();
    private readonly ConcurrentDictionary<string, OAuthToken> _tokens = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<OAuthGrant>> _grants = new();

    public void Add(OAuthGrant grant) => _grants.GetOrAdd(grant.OwnerId, _ => new ConcurrentQueue<OAuthGrant>()).Enqueue(grant);

    public void Add(OAuthCode code) => _codes[code.Value] = code;

    public OAuthCode? FindCode(string? value) => value is null ? null : _codes.GetValueOrDefault(value);

    /// <param name="value">The token itself, for one that is the same in every run.</param>
    public OAuthToken Issue(OAuthGrant grant, string prefix, TimeSpan? life, bool isRefresh, string? value = null)
    {
        var token = new OAuthToken(value ?? prefix + NewSecret(), grant, isRefresh, world.Now, world.Now + life);
        _tokens[token.Value] = token;
        return token;
    }

    /// <summary>Any token that was ever given out, whether or not it still works.</summary>
    public OAuthToken? Find(string? value) => value is null ? null : _tokens.GetValueOrDefault(value);

    /// <summary>Access tokens of a grant, such as those that a refresh replaces.</summary>
    public IEnumerable<OAuthToken> AccessTokens(OAuthGrant grant) =>
        _tokens.Values.Where(token => token.Grant == grant && !token.IsRefresh);

    /// <summary>Ends every login of an account; answers how many.</summary>
    public int EndAll(string ownerId)
    {
        var grants = _grants.GetValueOrDefault(ownerId)?.ToArray() ?? [];
        foreach (var grant in grants)
        {
            grant.End();
        }

        return grants.Length;
    }

    public static string NewSecret(int length = 72) => RandomNumberGenerator.GetString(Letters, length);

    /// <summary>The same text for the same name, in every run.</summary>
    public static string FixedSecret(string name) =>
        Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes("demo token of " + name)))[..72];
}

/// <summary>From a consent page: single use, bound to app, redirect address and PKCE challenge.</summary>
internal sealed record OAuthCode(
    string Value,
    string RedirectUri,
    OAuthGrant Grant,
    string? Challenge,
    string? ChallengeMethod,
    DateTimeOffset ExpiresAt
)
{
    private int _uses;

    public bool TryUse() => Interlocked.Increment(ref _uses) is 1;
}
