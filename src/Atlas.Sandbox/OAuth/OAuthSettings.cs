using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.OAuth;

internal enum RefreshMode
{
    /// <summary>There are no refresh tokens.</summary>
    None,

    /// <summary>One refresh token for good; an answer to a refresh doesn't repeat it.</summary>
    Kept,

    /// <summary>One refresh token for good, and every answer names it.</summary>
    Repeated,

    /// <summary>Every refresh gives a new one and ends the old one.</summary>
    Rotated,
}

internal enum PkceRule
{
    /// <summary>Parameters of PKCE are not looked at.</summary>
    Ignored,
    Optional,
    Required,
}

internal enum PkceStyle
{
    /// <summary>RFC 7636: SHA-256 in base64url without padding.</summary>
    Base64Url,

    /// <summary>SHA-256 in lower-case hex, as TikTok's desktop login wants it.</summary>
    Hex,
}

internal enum ClientProof
{
    BodyOrBasic,
    Body,
    Basic,
}

/// <summary>How a network's OAuth differs from the others.</summary>
internal sealed record OAuthSettings
{
    public required string Platform { get; init; }

    /// <summary>Heads the consent page.</summary>
    public required string Title { get; init; }
    public required IReadOnlyList<DeveloperApp> Apps { get; init; }

    /// <summary>Every scope that the network documents; another is refused.</summary>
    public required IReadOnlyList<string> KnownScopes { get; init; }

    /// <summary>Those of tokens from the control API; all known ones when null.</summary>
    public IReadOnlyList<string>? UsualScopes { get; init; }
    public string ClientIdName { get; init; } = "client_id";
    public string ClientSecretName { get; init; } = "client_secret";

    /// <summary>The first one joins scopes in answers.</summary>
    public char[] ScopeSeparators { get; init; } = [' '];
    public ClientProof ClientProof { get; init; }
    public PkceRule Pkce { get; init; } = PkceRule.Optional;
    public PkceStyle PkceStyle { get; init; }
    public TimeSpan CodeLife { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Null never expires.</summary>
    public TimeSpan? AccessLife { get; init; } = TimeSpan.FromHours(1);
    public TimeSpan? RefreshLife { get; init; }
    public RefreshMode Refresh { get; init; } = RefreshMode.Rotated;

    /// <summary>A refresh ends the access tokens before it.</summary>
    public bool RefreshEndsAccess { get; init; }
    public string CodePrefix { get; init; } = "";
    public string AccessPrefix { get; init; } = "";
    public string RefreshPrefix { get; init; } = "";

    /// <summary>Whether a grant comes with a refresh token, such as only with the scope <c>offline.access</c>.</summary>
    public Func<OAuthGrant, bool> GivesRefresh { get; init; } = _ => true;

    /// <summary>Who may log in; all accounts when null.</summary>
    public Func<World, IEnumerable<NetworkAccount>>? Owners { get; init; }

    /// <summary>For networks where apps register themselves: looked up after <see cref="Apps"/>.</summary>
    public Func<World, string, DeveloperApp?>? FindApp { get; init; }

    /// <summary>Changes or replaces the usual answer of the token endpoint.</summary>
    public Func<RestCall, OAuthTokens, JsonObject, JsonObject>? Answer { get; init; }

    /// <summary>The shape of an error of the token endpoint; RFC 6749 when null.</summary>
    public Func<RestCall, OAuthError, RestError>? Error { get; init; }

    /// <summary>Grant types beyond code and refresh; null from it means that it isn't known either.</summary>
    public Func<RestCall, DeveloperApp, RestAnswer?>? OtherGrant { get; init; }

    /// <summary>What stands beside the code in the redirect address, such as TikTok's <c>scopes</c>.</summary>
    public Func<OAuthGrant, IEnumerable<(string Name, string Value)>>? Granted { get; init; }

    /// <summary>What a person's "no" adds to the redirect address.</summary>
    public IReadOnlyList<(string Name, string Value)> Denial { get; init; } =
    [("error", "access_denied"), ("error_description", "The user denied the request")];
}

/// <param name="Code">As RFC 6749 names it, such as <c>invalid_grant</c>.</param>
internal sealed record OAuthError(string Code, string Description)
{
    public int Status => Code is "invalid_client" ? StatusCodes.Status401Unauthorized : StatusCodes.Status400BadRequest;
}
