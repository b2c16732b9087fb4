using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Facebook.Rules;
using Atlas.Platforms.Tests.Instagram;

namespace Atlas.Platforms.Tests.Facebook;

public sealed class FacebookRulesTests
{
    private static readonly MediaAsset s_cover = Posts.Image();

    /// <summary>One change to content that is fine, and the one rule that it breaks.</summary>
    public static TheoryData<string, string, Func<PostContent, PostContent>> Texts() =>
        new()
        {
            { "facebook.text.length", "Error", content => content with { Text = new string('a', 63_207) } },
            { "facebook.title.left-out", "Warning", content => content with { Title = "Bread" } },
            { "facebook.link.left-out", "Warning", content => content with { Link = "https://bakery.example" } },
            { "facebook.thread", "Error", content => content with { Thread = [new ThreadPart("more")] } },
            { "facebook.comment.length", "Error", content => content with { FirstComment = new string('a', 8_001) } },
            { "facebook.cover.kind", "Error", content => content with { Cover = s_cover.Id } },
            {
                "facebook.subtitles.left-out",
                "Warning",
                content => content with { Subtitles = [new Subtitles(s_cover.Id, "en")] }
            },
            { "facebook.options", "Error", content => content with { Options = Json("""{"colour":"red"}""") } },
            { "facebook.options", "Error", content => content with { Options = Json("""{"countries":["de"]}""") } },
            { "facebook.options.preset", "Error", content => content with { Options = Json("""{"textFormatPresetId":"1"}""") } },
            {
                "facebook.tags.left-out",
                "Warning",
                content => content with { Media = [content.Media[0] with { UserTags = [new UserTag("ana")] }] }
            },
        };

    public static TheoryData<string, PostType, Func<MediaProbe, MediaProbe>, long> Videos() =>
        new()
        {
            { "facebook.reel.duration", PostType.Reel, probe => probe with { Duration = TimeSpan.FromSeconds(91) }, 1 },
            { "facebook.reel.duration", PostType.Reel, probe => probe with { Duration = TimeSpan.FromSeconds(2) }, 1 },
            { "facebook.reel.shape", PostType.Reel, probe => probe with { Width = 1080, Height = 1080 }, 1 },
            { "facebook.reel.resolution", PostType.Reel, probe => probe with { Width = 360, Height = 640 }, 1 },
            { "facebook.reel.frame-rate", PostType.Reel, probe => probe with { FrameRate = 15 }, 1 },
            { "facebook.reel.codec", PostType.Reel, probe => probe with { VideoCodec = "mp4v" }, 1 },
            { "facebook.video.format", PostType.Post, probe => probe with { ContentType = "video/webm" }, 1 },
            { "facebook.video.size", PostType.Post, probe => probe, (10L << 30) + 1 },
            { "facebook.video.duration", PostType.Post, probe => probe with { Duration = TimeSpan.FromHours(5) }, 1 },
            { "facebook.story.duration", PostType.Story, probe => probe with { Duration = TimeSpan.FromSeconds(61) }, 1 },
        };

    [Fact]
    public void Good_content_has_no_findings()
    {
        Assert.Empty(Check(PostType.Post, []));
        Assert.Empty(Check(PostType.Post, [Posts.Image(), Posts.Image()]));
        Assert.Empty(Check(PostType.Reel, [Posts.Video()], content => content with { Title = "Bread" }));
        Assert.Empty(Check(PostType.Post, [], content => content with { Text = "", Link = "https://bakery.example/rye" }));
        Assert.Empty(
            Check(
                PostType.Reel,
                [Posts.Video()],
                content => content with { Cover = s_cover.Id, Options = Json("""{"placeId":"12","countries":["DE","FR"]}""") }
            )
        );
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Each_rule_of_the_content_is_found_alone(string rule, string severity, Func<PostContent, PostContent> change)
    {
        var finding = Assert.Single(Check(PostType.Post, [Posts.Image()], change));

        Assert.Equal((rule, severity), (finding.Rule, $"{finding.Severity}"));
        Assert.NotEmpty(finding.Source);
    }

    [Theory]
    [MemberData(nameof(Videos))]
    public void Each_rule_of_a_video_is_found(string rule, PostType type, Func<MediaProbe, MediaProbe> change, long size)
    {
        var findings = Check(
            type,
            [Posts.Video(change, size)],
            content => content with { Text = type is PostType.Story ? "" : "x" }
        );

        var error = Assert.Single(findings, finding => finding.Severity is FindingSeverity.Error);
        Assert.Equal(rule, error.Rule);
        Assert.Equal("media[0]", error.Field);
        Assert.NotNull(error.Limit);
        Assert.NotNull(error.Actual);
    }

    [Theory]
    [InlineData("image/webp", 1_000, "facebook.photo.format", FindingSeverity.Error)]
    [InlineData("image/jpeg", (10 << 20) + 1, "facebook.photo.size", FindingSeverity.Error)]
    [InlineData("image/jpeg", 5 << 20, "facebook.photo.size", FindingSeverity.Warning)]
    [InlineData("image/png", 2 << 20, "facebook.photo.png", FindingSeverity.Warning)]
    public void Each_rule_of_a_photo_is_found(string type, int size, string rule, FindingSeverity severity)
    {
        var finding = Assert.Single(Check(PostType.Post, [Posts.Image(probe => probe with { ContentType = type }, size)]));

        Assert.Equal((rule, severity), (finding.Rule, finding.Severity));
    }

    [Fact]
    public void Photos_and_a_video_do_not_mix_and_an_empty_post_is_none()
    {
        Assert.Equal("facebook.media.mixed", Assert.Single(Errors(PostType.Post, [Posts.Image(), Posts.Video()])).Rule);
        Assert.Equal("facebook.text.required", Assert.Single(Errors(PostType.Post, [], c => c with { Text = " " })).Rule);
        Assert.Equal("facebook.media.single", Assert.Single(Errors(PostType.Story, [])).Rule);
        Assert.Equal("facebook.reel.video", Assert.Single(Errors(PostType.Reel, [Posts.Image()])).Rule);
        Assert.Equal(
            "facebook.story.comment",
            Assert.Single(Errors(PostType.Story, [Posts.Image()], c => c with { FirstComment = "x" })).Rule
        );
    }

    [Fact]
    public void A_scope_that_was_not_granted_stops_what_needs_it()
    {
        var scopes = new[] { "pages_show_list", "pages_manage_posts" };
        var draft = Draft(PostType.Post, [Posts.Image()], content => content with { FirstComment = "x" });

        var finding = Assert.Single(FacebookRules.Check(draft with { Channel = draft.Channel with { Scopes = scopes } }));
        var none = Assert.Single(
            FacebookRules.Check(
                Draft(PostType.Post, [Posts.Image()]) with
                {
                    Channel = draft.Channel with { Scopes = ["pages_show_list"] },
                }
            )
        );

        Assert.Equal("pages_manage_engagement", finding.Limit);
        Assert.Equal("pages_manage_posts", none.Limit);
    }

    private static IReadOnlyList<Finding> Errors(
        PostType type,
        MediaAsset[] media,
        Func<PostContent, PostContent>? change = null
    ) =>
        [
            .. Check(
                    type,
                    media,
                    content => (change ?? (same => same))(content with { Text = type is PostType.Story ? "" : "x" })
                )
                .Where(finding => finding.Severity is FindingSeverity.Error),
        ];

    private static IReadOnlyList<Finding> Check(
        PostType type,
        MediaAsset[] media,
        Func<PostContent, PostContent>? change = null
    ) => FacebookRules.Check(Draft(type, media, change));

    private static PublishDraft Draft(PostType type, MediaAsset[] media, Func<PostContent, PostContent>? change = null)
    {
        var content = Posts.Content(type, media);
        return new PublishDraft(
            Posts.Channel() with
            {
                Platform = Platform.Facebook,
            },
            change is null ? content : change(content),
            media,
            new Dictionary<Core.Id<MediaAsset>, MediaAsset> { [s_cover.Id] = s_cover }
        );
    }

    private static System.Text.Json.JsonElement Json(string text) => System.Text.Json.JsonDocument.Parse(text).RootElement;
}
