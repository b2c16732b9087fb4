using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Atlas.Sandbox.Meta;

/// <summary>Codes from consent pages: single use, bound to app and redirect address, an hour long.</summary>
internal sealed class AuthorizationCodes
{
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, AuthorizationCode> _codes = new();

    public string Add(MetaApp app, string redirectUri, LoginGrant grant, DateTimeOffset now)
    {
        var value = "AQ" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)).Replace('+', '-').Replace('/', '_');
        _codes[value] = new AuthorizationCode(app, redirectUri, grant, now + Life);
        return value;
    }

    public CodeProblem Take(string? value, MetaApp app, string? redirectUri, DateTimeOffset now, out LoginGrant? grant)
    {
        grant = null;
        if (value is null || !_codes.TryGetValue(value, out var code) || code.App != app)
        {
            return CodeProblem.Unknown;
        }

        if (code.RedirectUri != redirectUri)
        {
            return CodeProblem.OtherRedirect;
        }

        if (code.ExpiresAt <= now)
        {
            return CodeProblem.Expired;
        }

        if (!code.TryUse())
        {
            return CodeProblem.Used;
        }

        grant = code.Grant;
        return CodeProblem.None;
    }

    private sealed record AuthorizationCode(MetaApp App, string RedirectUri, LoginGrant Grant, DateTimeOffset ExpiresAt)
    {
        private int _uses;

        public bool TryUse() => Interlocked.Increment(ref _uses) is 1;
    }
}

internal enum CodeProblem
{
    None,
    Unknown,
    OtherRedirect,
    Expired,
    Used,
}
