namespace Atlas.Platforms.Bluesky;

/// <summary>The parts of an address such as <c>at://did:plc:a/app.bsky.feed.post/3l</c>.</summary>
/// <param name="Repo">The author's DID or handle.</param>
internal sealed record BlueskyAddress(string Repo, string Key)
{
    public const string Shape = "https://bsky.app/profile/…/post/… or at://…/app.bsky.feed.post/…";

    private const int Longest = 600;

    public static string KeyOf(string uri) => uri[(uri.LastIndexOf('/') + 1)..];

    /// <returns>Null for what is no post's address, neither the app's nor the protocol's.</returns>
    public static BlueskyAddress? Read(string text) =>
        text.Length > Longest ? null
        : text.Split('/') is ["at:", "", var repo, BlueskyApi.Posts, var record] ? Make(repo, record)
        : Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url is { Scheme: "https", Host: "bsky.app" }
        && url.AbsolutePath.Split('/') is ["", "profile", var profile, "post", var key]
            ? Make(profile, key)
        : null;

    private static BlueskyAddress? Make(string repo, string key) =>
        repo.Length > 0
        && key.Length > 0
        && key.All(char.IsAsciiLetterOrDigit)
        && repo.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '-' or '_')
            ? new BlueskyAddress(repo, key)
            : null;
}
