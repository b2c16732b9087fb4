using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Instagram.Rules;

namespace Atlas.Platforms.Tests.Instagram;

public sealed class InstagramRulesTests
{
    [Fact]
    public void Good_content_has_no_findings()
    {
        var image = Posts.Image();
        var video = Posts.Video();

        Assert.Empty(Check(PostType.Post, [image]));
        Assert.Empty(Check(PostType.Post, [image, image]));
        Assert.Empty(Check(PostType.Reel, [video]));
        Assert.Empty(Check(PostType.Story, [video], text: ""));
    }

    [Theory]
    [InlineData(PostType.Post, 0, "instagram.media.required")]
    [InlineData(PostType.Reel, 0, "instagram.media.required")]
    [InlineData(PostType.Post, 11, "instagram.carousel.count")]
    [InlineData(PostType.Reel, 2, "instagram.media.single")]
    [InlineData(PostType.Story, 2, "instagram.media.single")]
    public void The_number_of_media_is_checked(PostType type, int count, string rule) =>
        Assert.Contains(
            Errors(Check(type, [.. Enumerable.Repeat(Posts.Video(), count)], text: "")),
            finding => finding.Rule == rule
        );

    [Theory]
    [InlineData(2200, false)]
    [InlineData(2201, true)]
    public void A_caption_has_2200_characters(int length, bool refused)
    {
        Assert.Equal(refused, Errors(Check(PostType.Post, [Posts.Image()], new string('é', length))).Any());
        Assert.Equal(
            refused,
            Errors(Check(PostType.Post, [Posts.Image()], string.Concat(Enumerable.Repeat("🥖", length)))).Any()
        );
    }

    [Theory]
    [InlineData("#brot", 1)]
    [InlineData("#brot#käse #1a #_ (#x)", 4)]
    [InlineData("#1 C# a#b https://x.example/#top &#39;", 0)]
    public void Hashtags_are_counted_as_instagram_links_them(string text, int count)
    {
        var filled = string.Join(' ', Enumerable.Range(0, 31 - count).Select(i => $"#tag{i}"));

        Assert.Contains(
            Check(PostType.Post, [Posts.Image()], $"{text} {filled}"),
            finding => finding is { Rule: "instagram.caption.hashtags", Actual: "31" }
        );
        Assert.Empty(
            Check(PostType.Post, [Posts.Image()], $"{text} {filled[(filled.IndexOf('#', 1) is var next and > 0 ? next : 0)..]}")
        );
    }

    [Fact]
    public void Mentions_are_counted_without_mail_addresses()
    {
        var twenty = string.Join(' ', Enumerable.Range(0, 20).Select(i => $"@baker.{i}"));

        Assert.Empty(Check(PostType.Post, [Posts.Image()], $"{twenty} shop@bakery.example"));
        Assert.Contains(
            Errors(Check(PostType.Post, [Posts.Image()], $"{twenty} @one")),
            finding => finding.Rule == "instagram.caption.mentions"
        );
    }

    /// <summary>One thing wrong at a time: the rule, and nothing else, is an error.</summary>
    public static TheoryData<string, string, MediaAsset> WrongMedia() =>
        new()
        {
            { "Post", "instagram.image.format", Posts.Image(probe => probe with { ContentType = "image/png" }) },
            { "Post", "instagram.image.size", Posts.Image(size: (8 << 20) + 1) },
            { "Post", "instagram.image.ratio", Posts.Image(probe => probe with { Width = 1080, Height = 1351 }) },
            { "Post", "instagram.image.ratio", Posts.Image(probe => probe with { Width = 1920, Height = 1000 }) },
            {
                "Post",
                "instagram.media.kind",
                Posts.Image(probe => probe with { Kind = MediaKind.Document, ContentType = "application/pdf" })
            },
            { "Reel", "instagram.reel.video", Posts.Image() },
            { "Reel", "instagram.video.format", Posts.Video(probe => probe with { ContentType = "video/webm" }) },
            { "Reel", "instagram.video.size", Posts.Video(size: (300L << 20) + 1) },
            { "Story", "instagram.video.size", Posts.Video(size: (100L << 20) + 1) },
            { "Reel", "instagram.video.duration", Posts.Video(probe => probe with { Duration = TimeSpan.FromSeconds(2.85) }) },
            { "Reel", "instagram.video.duration", Posts.Video(probe => probe with { Duration = TimeSpan.FromMinutes(15.1) }) },
            { "Story", "instagram.video.duration", Posts.Video(probe => probe with { Duration = TimeSpan.FromSeconds(60.5) }) },
            { "Reel", "instagram.video.codec", Posts.Video(probe => probe with { VideoCodec = "vp09" }) },
            { "Reel", "instagram.video.width", Posts.Video(probe => probe with { Width = 2160, Height = 3840 }) },
            { "Reel", "instagram.video.ratio", Posts.Video(probe => probe with { Width = 1920, Height = 100 }) },
            { "Story", "instagram.video.ratio", Posts.Video(probe => probe with { Width = 100, Height = 1920 }) },
            { "Reel", "instagram.video.frame-rate", Posts.Video(probe => probe with { FrameRate = 15 }) },
            { "Reel", "instagram.video.frame-rate", Posts.Video(probe => probe with { FrameRate = 120 }) },
            { "Reel", "instagram.video.moov-first", Posts.Video(probe => probe with { MoovFirst = false }) },
            { "Reel", "instagram.video.bit-rate", Posts.Video(probe => probe with { BitRate = 26_000_000 }) },
            { "Reel", "instagram.video.audio-codec", Posts.Video(probe => probe with { AudioCodec = "Opus" }) },
            { "Reel", "instagram.video.audio-rate", Posts.Video(probe => probe with { AudioSampleRate = 96_000 }) },
            { "Reel", "instagram.video.audio-channels", Posts.Video(probe => probe with { AudioChannels = 6 }) },
        };

    [Theory]
    [MemberData(nameof(WrongMedia), DisableDiscoveryEnumeration = true)]
    public void A_medium_that_breaks_a_rule_is_named_by_it(string type, string rule, MediaAsset asset)
    {
        var error = Assert.Single(Errors(Check(Enum.Parse<PostType>(type), [asset], text: "")));

        Assert.Equal(rule, error.Rule);
        Assert.Equal("media[0]", error.Field);
        Assert.NotNull(error.Limit);
        Assert.NotEmpty(error.Source);
    }

    public static TheoryData<MediaAsset> EdgeMedia() =>
        [
            Posts.Image(probe => probe with { Width = 1080, Height = 1350 }),
            Posts.Image(probe => probe with { Width = 1080, Height = 566 }),
            Posts.Image(size: 8 << 20),
            Posts.Video(probe => probe with { Duration = TimeSpan.FromSeconds(3), FrameRate = 23.976 }, size: 300L << 20),
            Posts.Video(probe =>
                probe with
                {
                    Duration = TimeSpan.FromMinutes(15),
                    FrameRate = 60.02,
                    VideoCodec = "hvc1",
                    BitRate = 25_000_000,
                }
            ),
            Posts.Video(probe =>
                probe with
                {
                    HasAudio = false,
                    AudioCodec = null,
                    AudioChannels = null,
                    AudioSampleRate = null,
                }
            ),
        ];

    [Theory]
    [MemberData(nameof(EdgeMedia), DisableDiscoveryEnumeration = true)]
    public void The_limits_themselves_are_allowed(MediaAsset asset) => Assert.Empty(Errors(Check(PostType.Post, [asset])));

    [Fact]
    public void What_is_taken_but_not_as_meant_is_a_warning()
    {
        Warns("instagram.story.caption", Check(PostType.Story, [Posts.Video()], "Hello"));
        Warns("instagram.post.single-video", Check(PostType.Post, [Posts.Video()]));
        Warns(
            "instagram.video.unprobed",
            Check(PostType.Reel, [Posts.Video(probe => probe with { FrameRate = null, NotProbed = ["frameRate"] })])
        );
        Warns("instagram.video.edit-list", Check(PostType.Reel, [Posts.Video(probe => probe with { HasEditList = true })]));
        Warns(
            "instagram.carousel.cropping",
            Check(PostType.Post, [Posts.Image(), Posts.Image(probe => probe with { Height = 1350 })])
        );
        Warns("instagram.image.width", Check(PostType.Post, [Posts.Image(probe => probe with { Width = 300, Height = 300 })]));
        Warns("instagram.image.color", Check(PostType.Post, [Posts.Image(probe => probe with { ColorSpace = "Display P3" })]));
        Warns(
            "instagram.shape.recommended",
            Check(PostType.Reel, [Posts.Video(probe => probe with { Width = 1080, Height = 1080 })])
        );
        Warns("instagram.options.unused", Check(PostType.Post, [Posts.Image()], options: """{"shareToFeed":true}"""));
    }

    [Theory]
    [InlineData("""{"coverURL":"https://x.example/a.jpg"}""", "options.coverURL")]
    [InlineData("""{"thumbOffset":"3"}""", "options.thumbOffset")]
    [InlineData("""{"thumbOffset":12000}""", "options.thumbOffset")]
    [InlineData("""{"thumbOffset":-1}""", "options.thumbOffset")]
    [InlineData("""{"shareToFeed":"yes"}""", "options.shareToFeed")]
    [InlineData("""{"coverUrl":"file:///etc/passwd"}""", "options.coverUrl")]
    [InlineData("""{"locationId":"Bern"}""", "options.locationId")]
    [InlineData("""{"collaborators":["a","b","c","d","e","f"]}""", "options.collaborators")]
    [InlineData("""{"collaborators":["not a name"]}""", "options.collaborators[0]")]
    [InlineData("""{"collaborators":"ann"}""", "options.collaborators")]
    [InlineData("""{"trial":"never"}""", "options.trial")]
    [InlineData("[1]", "options")]
    public void Options_are_checked(string options, string field) =>
        Assert.Equal(field, Assert.Single(Errors(Check(PostType.Reel, [Posts.Video()], options: options))).Field);

    [Fact]
    public void Tags_and_alternative_text_are_checked()
    {
        var image = Posts.Image();
        var medium = new PostMedia(
            image.Id,
            new string('a', 1001),
            [
                new UserTag("ok.name_1", 0, 1),
                new UserTag("no position"),
                new UserTag("outside", 1.01, 0.5),
                new UserTag("nan", double.NaN, 0),
            ]
        );

        var errors = Errors(InstagramRules.Check(new PostContent { Media = [medium] }, [image], Posts.Channel())).ToList();

        Assert.Equal(
            [
                "media[0].altText",
                "media[0].userTags[1].username",
                "media[0].userTags[1]",
                "media[0].userTags[2]",
                "media[0].userTags[3]",
            ],
            errors.Select(error => error.Field)
        );
    }

    [Fact]
    public void Every_failing_rule_is_named_not_the_first()
    {
        var bad = Posts.Video(probe =>
            probe with
            {
                Duration = TimeSpan.FromHours(1),
                VideoCodec = "vp09",
                FrameRate = 5,
                AudioChannels = 8,
            }
        );

        Assert.Equal(
            6,
            Errors(Check(PostType.Reel, [bad, bad], new string('x', 3000))).Select(error => error.Rule).Distinct().Count()
        );
    }

    private static IReadOnlyList<Finding> Check(
        PostType type,
        IReadOnlyList<MediaAsset> media,
        string text = "Fresh bread",
        string? options = null
    ) => InstagramRules.Check(Posts.Content(type, media, text, options), media, Posts.Channel());

    private static IEnumerable<Finding> Errors(IEnumerable<Finding> findings) =>
        findings.Where(finding => finding.Severity is FindingSeverity.Error);

    private static void Warns(string rule, IReadOnlyList<Finding> findings)
    {
        Assert.Contains(findings, finding => finding.Rule == rule);
        Assert.Empty(Errors(findings));
    }
}
