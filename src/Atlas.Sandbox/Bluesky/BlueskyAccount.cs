using System.Security.Cryptography;
using System.Text;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Bluesky;

/// <summary>An account with its handle, and the app password by which it is connected.</summary>
internal sealed class BlueskyAccount(string did, string username) : NetworkAccount("bluesky", did, username)
{
    public const string MainPassword = "main-password";

    public string Handle { get; } = $"{username.Replace('_', '-').ToLowerInvariant()}.bsky.social";

    /// <summary>The same in every run: four times four letters, as the real ones.</summary>
    public string AppPassword { get; } = Letters(username);

    public bool IsTakenDown { get; init; }

    public override IReadOnlyDictionary<string, string> Extra =>
        new Dictionary<string, string> { ["handle"] = Handle, ["appPassword"] = AppPassword };

    public static BlueskyAccount Of(RestCall call) =>
        call.Account as BlueskyAccount ?? throw new InvalidOperationException("The call has no account.");

    private static string Letters(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes("app password of " + name));
        var letters = string.Concat(hash.Take(16).Select(value => (char)('a' + value % 26)));
        return $"{letters[..4]}-{letters[4..8]}-{letters[8..12]}-{letters[12..]}";
    }
}
