using System.Buffers.Binary;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Tests.Instagram;

namespace Atlas.Platforms.Tests.TikTok;

/// <summary>Content, media and channels that TikTok takes; tests change the one thing they are about.</summary>
internal static class TikTokPosts
{
    public const string Public = """{"mode":"direct","privacyLevel":"PUBLIC_TO_EVERYONE"}""";
    public const string Inbox = """{"mode":"inbox"}""";

    public static Channel Channel(string accountId = "_000abc") =>
        Posts.Channel("tiktok", accountId) with
        {
            Platform = Platform.TikTok,
        };

    public static PublishDraft Draft(
        string? options = Public,
        PlatformApp? app = null,
        PostType type = PostType.Post,
        string text = "Fresh bread",
        params MediaAsset[] media
    ) => new(Channel(), Posts.Content(type, media, text, options), media, new Dictionary<Core.Id<MediaAsset>, MediaAsset>(), app);

    /// <summary>The same film, made longer by a box that players skip.</summary>
    public static byte[] Padded(byte[] mp4, int bytes)
    {
        var box = new byte[bytes];
        new Random(7).NextBytes(box);
        BinaryPrimitives.WriteUInt32BigEndian(box, (uint)bytes);
        "free"u8.CopyTo(box.AsSpan(4));
        return [.. mp4, .. box];
    }
}
