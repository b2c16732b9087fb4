using System.Collections.Frozen;
using Atlas.Core.Platforms;
using Atlas.Platforms.Meta;
using static Atlas.Platforms.Meta.MetaReaction;

namespace Atlas.Platforms.Instagram;

/// <summary>The codes of Instagram's publishing. A subcode stands alone: the text of a failed container has nothing else.</summary>
/// <seealso href="https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/error-codes"/>
internal static class InstagramErrors
{
    private const string Source = "Instagram Platform: Error Codes";

    /// <summary>The budget of posts in 24 hours.</summary>
    public const string PostsQuota = "instagram.posts";

    private const string Again = "It is tried again.";
    private const string Prepared = "It is prepared again.";
    private const string Recode = "Export the video as MP4 with H.264 and AAC, then upload it again.";

    private static readonly FrozenDictionary<int, MetaRule> s_bySubcode = new Dictionary<int, MetaRule>
    {
        [2207001] = new(MetaReaction.Retry, "Instagram had a server error.", Again, Source, MaybeLive: true),
        [2207003] = new(MetaReaction.Retry, "Instagram's download of the file took too long.", Again, Source),
        [2207004] = new(Content, "The image is larger than 8 MB.", "Make the image smaller.", Source),
        [2207005] = new(Content, "Instagram does not take this image format.", "Use a JPEG image.", Source),
        [2207006] = new(NewContainer, "Instagram does not find the prepared post.", Prepared, Source),
        [2207008] = new(NewContainer, "Instagram does not find the prepared post.", Prepared, Source, TimeSpan.FromSeconds(30)),
        [2207009] = new(Content, "The image's shape is outside 4:5 to 1.91:1.", "Crop the image.", Source),
        [2207010] = new(
            Content,
            "The caption is too long, or has too many hashtags or mentions.",
            "Shorten the caption.",
            Source
        ),
        [2207020] = new(NewContainer, "The prepared post has expired.", Prepared, Source),
        [2207023] = new(Content, "Instagram does not know this media type.", "Choose another type of post.", Source),
        [2207026] = new(Content, "Instagram does not take this video format.", Recode, Source),
        [2207027] = new(NotReady, "The prepared post is not ready yet.", "It is published as soon as it is.", Source),
        [2207028] = new(Content, "A carousel has 2 to 10 items.", "Add or remove items.", Source),
        [2207032] = new(MetaReaction.Retry, "Instagram could not prepare the post.", Again, Source, MaybeLive: true),
        [2207035] = new(Content, "A product tag on a video has no position.", "Remove the position.", Source),
        [2207036] = new(Content, "A product tag on an image needs a position.", "Add the position.", Source),
        [2207037] = new(Content, "A product tag is invalid.", "Remove or correct the tag.", Source),
        [2207040] = new(Content, "The caption mentions more than 20 accounts.", "Remove mentions.", Source),
        [2207042] = new(
            Wait,
            "The account has reached Instagram's daily number of posts.",
            "Nothing to do: it goes out when there is room.",
            Source,
            TimeSpan.FromHours(1),
            Limit: new LimitReach(QuotaScope.Channel, PostsQuota)
        ),
        [2207050] = new(
            Permission,
            "Instagram has restricted the account.",
            "Open the Instagram app and follow what it asks for, then connect again.",
            Source
        ),
        [2207051] = new(
            Check,
            "Instagram took the action for spam.",
            "Look at the account, and wait before you post again.",
            Source,
            MaybeLive: true
        ),
        [2207052] = new(
            MetaReaction.Retry,
            "Instagram could not fetch the file.",
            "It is tried again. If it goes on: make sure that Meta can reach this installation's media address.",
            Source,
            TimeSpan.FromSeconds(10)
        ),
        [2207053] = new(NewContainer, "Instagram failed to take the video.", Prepared, Source),
        [2207057] = new(Content, "The cover's time is outside the video.", "Choose a time within the video.", Source),
        [2207069] = new(
            Wait,
            "The account has reached a limit of posts.",
            "Nothing to do: it goes out when there is room.",
            Source,
            TimeSpan.FromHours(1),
            Limit: new LimitReach(QuotaScope.Channel, PostsQuota)
        ),
        [2207076] = new(NewContainer, "Instagram failed to process the file.", Prepared, Source),
        [2207077] = new(NewContainer, "Instagram failed to process the file.", Prepared, Source),
        [2207081] = new(Content, "The account has no trial reels.", "Publish it as a usual reel.", Source),
        [2207082] = new(NewContainer, "Instagram failed to process the file.", Prepared, Source),
        [2207085] = new(NewContainer, "Instagram failed to process the file.", Prepared, Source),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<int, MetaRule> s_byCode = new Dictionary<int, MetaRule>
    {
        [-2] = new(NewContainer, "Instagram's download of the file failed.", Prepared, Source),
        [-1] = new(MetaReaction.Retry, "Instagram had a server error.", Again, Source, MaybeLive: true),
        [9] = s_bySubcode[2207042],
        [24] = s_bySubcode[2207006],
        [25] = s_bySubcode[2207050],
        [352] = s_bySubcode[2207026],
        [9004] = s_bySubcode[2207052],
        [9007] = s_bySubcode[2207027],
        [36000] = s_bySubcode[2207004],
        [36001] = s_bySubcode[2207005],
        [36003] = s_bySubcode[2207009],
        [36004] = s_bySubcode[2207010],
    }.ToFrozenDictionary();

    public static MetaRule? Find(GraphError error) =>
        s_bySubcode.GetValueOrDefault(error.Subcode) ?? s_byCode.GetValueOrDefault(error.Code) ?? MetaErrors.Find(error);

    public static MetaRule? FindSubcode(int subcode) => s_bySubcode.GetValueOrDefault(subcode);
}
