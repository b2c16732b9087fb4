namespace Atlas.Core.Connections;

/// <summary>Section <c>Atlas:Connections</c> of the settings.</summary>
public sealed class ConnectionOptions
{
    /// <summary>Origins, besides this app's own, to which a person may be sent back after a consent: <c>https://app.example.com</c>.</summary>
    public IList<string> ReturnOrigins { get; } = [];

    /// <summary>What every connection asks for beside what is always asked for, by the names that <c>docs/scopes.md</c> gives: <c>adAccounts</c>.</summary>
    public IList<string> Extras { get; } = [];

    /// <summary>What Meta sends when it verifies the webhook address. Without one, the set-up checks show a token that this deployment made.</summary>
    public string? MetaVerifyToken { get; set; }

    /// <summary>An address whose <c>Date</c> header the clock is compared with; null takes this app's public one.</summary>
    public string? ClockUrl { get; set; }
}
