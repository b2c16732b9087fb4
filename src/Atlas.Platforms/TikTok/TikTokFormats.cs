using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;

namespace Atlas.Platforms.TikTok;

internal enum TikTokFormat
{
    /// <summary>Content that no format fits; the rules say why.</summary>
    None,
    Video,
    Photo,
}

internal static class TikTokFormats
{
    public const int MostPhotos = 35;

    private const string ByHand =
        "TikTok's interface can't change or delete a post, and has no comments: do it in the TikTok app. Until TikTok has audited "
        + "the app, posts are delivered to the account's TikTok inbox, where a person finishes them: 'published' then means "
        + "delivered there, and there is no link.";

    public static readonly PlatformAbilities Abilities = new([
        new(nameof(TikTokFormat.Video), Edit: null, Delete: false, FirstComment: false, Insights: true, ByHand),
        new(nameof(TikTokFormat.Photo), Edit: null, Delete: false, FirstComment: false, Insights: true, ByHand),
    ]);

    public static TikTokFormat Of(PostContent content, IReadOnlyList<MediaAsset> media) =>
        (content.Type, media) switch
        {
            (PostType.Post or PostType.Reel, [{ Kind: MediaKind.Video }]) => TikTokFormat.Video,
            (PostType.Post, { Count: >= 1 and <= MostPhotos }) when media.All(asset => asset.Kind is MediaKind.Image) =>
                TikTokFormat.Photo,
            _ => TikTokFormat.None,
        };
}

/// <summary>What is made of a draft: format, destination and way there.</summary>
/// <param name="IsDirect">Posted at once; else delivered to the account's inbox.</param>
/// <param name="IsFetched">TikTok fetches the files itself; else they are uploaded.</param>
internal readonly record struct TikTokPlan(TikTokFormat Format, TikTokPostOptions Options, bool IsDirect, bool IsFetched)
{
    public string Scope => IsDirect ? "video.publish" : "video.upload";

    public static TikTokPlan Of(PublishDraft draft)
    {
        var options = TikTokPostOptions.Read(draft.Content.Options);
        var format = TikTokFormats.Of(draft.Content, draft.Media);
        return new TikTokPlan(
            format,
            options,
            (options.Mode ?? (draft.App is { Audited: true } ? "direct" : "inbox")) is "direct",
            format is TikTokFormat.Photo || options.Transfer is "url"
        );
    }
}
