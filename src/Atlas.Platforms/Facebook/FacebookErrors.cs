using System.Collections.Frozen;
using Atlas.Platforms.Meta;
using static Atlas.Platforms.Meta.MetaReaction;

namespace Atlas.Platforms.Facebook;

/// <summary>The codes of publishing to Pages, beyond those of every Graph host.</summary>
/// <seealso href="https://developers.facebook.com/docs/pages-api/error-codes"/>
internal static class FacebookErrors
{
    public const string Source = "Pages API: Error Codes";
    private const string Reels = "Video API: Reels Publishing";
    private const string Videos = "Graph API: Page Videos";
    private const string Again = "It is tried again.";
    private const string Prepared = "It is prepared again.";

    public static readonly GraphProduct Product = new("Facebook", Source, Find);

    // Most of these stand in no page of Meta's; other publishers' records of them agree.
    private static readonly FrozenDictionary<int, MetaRule> s_bySubcode = new Dictionary<int, MetaRule>
    {
        [1346003] = new(Content, "Facebook takes the content for abusive.", "Change the text, the link or the media.", Source),
        [1349125] = new(Content, "Facebook does not take this file format.", "Export the file anew.", Source),
        [1363019] = new(NewContainer, "Facebook failed to take the video.", Prepared, Videos),
        [1363040] = new(Content, "A reel is 9:16.", "Crop the video to 9:16.", Reels),
        [1363047] = new(MetaReaction.Retry, "Facebook could not process the video for a moment.", Again, Videos, MaybeLive: true),
        [1363127] = new(Content, "The reel's picture is too small.", "Export it with 540 × 960 pixels or more.", Reels),
        [1363128] = new(Content, "A reel lasts 3 to 90 seconds.", "Cut the video.", Reels),
        [1363129] = new(Content, "The reel's frame rate is out of range.", "Export it with 30 frames per second.", Reels),
        [1366046] = new(
            Content,
            "Facebook does not take the photo: it is over 4 MB or of a wrong type.",
            "Save it smaller, as JPEG or PNG.",
            Source
        ),
        [1366051] = new(
            Check,
            "Facebook says that these photos were posted already.",
            "It is looked up.",
            Source,
            MaybeLive: true
        ),
        [1390008] = new(
            Wait,
            "The Page posts too fast for Facebook.",
            "Nothing to do: it goes out later.",
            Source,
            TimeSpan.FromMinutes(30)
        ),
        [1404006] = new(
            Permission,
            "Facebook wants a security check of the person.",
            "Log in at Facebook, pass the check, then connect again.",
            Source
        ),
        [1404078] = new(
            Permission,
            "Facebook wants the person to be authorized to publish on this Page.",
            "Complete Page Publishing Authorization at Facebook, then connect again.",
            Source
        ),
        [1404102] = new(Content, "Facebook says that this breaks its community standards.", "Change the content.", Source),
        [1404112] = new(
            Permission,
            "Facebook has limited the account.",
            "Look into the account's support inbox at Facebook, then connect again.",
            Source
        ),
        [1609008] = new(Content, "Facebook does not take links to itself.", "Remove the link.", Source),
        [1609010] = new(MetaReaction.Retry, "Facebook could not take the post for a moment.", Again, Source, MaybeLive: true),
        [2061006] = new(Content, "Facebook cannot use this link.", "Correct the link.", Source),
        [2069019] = new(Content, "Facebook cannot use this file.", "Export the file anew.", Source),
        [4854002] = new(
            Permission,
            "Facebook wants the person to confirm their identity.",
            "Confirm it at Facebook, then connect again.",
            Source
        ),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<int, MetaRule> s_byCode = new Dictionary<int, MetaRule>
    {
        [351] = new(Content, "Facebook cannot read the video file.", "Export it as MP4 with H.264 and AAC.", Videos),
        [352] = new(Content, "Facebook does not take this video format.", "Export it as MP4 with H.264 and AAC.", Videos),
        [382] = new(Content, "The video file is too small.", "Export a longer or larger video.", Videos),
        [389] = new(
            MetaReaction.Retry,
            "Facebook could not fetch the file.",
            "It is tried again. If it goes on: make sure that Meta can reach this installation's media address.",
            Videos,
            TimeSpan.FromSeconds(30)
        ),
        [324] = new(Content, "Facebook found no usable image.", "Save it as JPEG or PNG, then upload it again.", Source),
        [1609005] = new(Content, "Facebook could not read the linked page.", "Check the link, or publish without it.", Source),
        [1705] = new(
            Configuration,
            "Comments need the Page's own token.",
            "Connect the Page again by Facebook Login.",
            "Pages API: Comments and Mentions"
        ),
        [6000] = new(NewContainer, "Facebook failed to take the video.", Prepared, Videos),
        [6001] = new(NewContainer, "Facebook failed to take the video.", Prepared, Videos),
    }.ToFrozenDictionary();

    public static MetaRule? Find(GraphError error) =>
        s_bySubcode.GetValueOrDefault(error.Subcode) ?? s_byCode.GetValueOrDefault(error.Code) ?? MetaErrors.Find(error);
}
