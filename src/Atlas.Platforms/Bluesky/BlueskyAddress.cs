namespace Atlas.Platforms.Bluesky;

/// <summary>The parts of an address such as <c>at://did:plc:a/app.bsky.feed.post/3l</c>.</summary>
internal static class BlueskyAddress
{
    public static string KeyOf(string uri) => uri[(uri.LastIndexOf('/') + 1)..];
}
