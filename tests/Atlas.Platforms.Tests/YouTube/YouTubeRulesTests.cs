using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Tests.Instagram;
using Atlas.Platforms.YouTube;
using Atlas.Platforms.YouTube.Rules;

namespace Atlas.Platforms.Tests.YouTube;

public sealed class YouTubeRulesTests
{
    private const string Complete = """{"privacy":"public","madeForKids":false}""";

    [Fact]
    public void A_complete_video_has_no_findings() => Assert.Empty(Check(Content()));

    [Theory]
    [InlineData("{}", "options.privacy", "youtube.privacy.required")]
    [InlineData("{}", "options.madeForKids", "youtube.made-for-kids.required")]
    [InlineData("""{"privacy":"secret","madeForKids":true}""", "options.privacy", "youtube.privacy")]
    [InlineData("""{"privacy":"public","madeForKids":"no"}""", "options.madeForKids", "youtube.options.invalid")]
    [InlineData("""{"privacy":"public","madeForKids":false,"categoryId":"music"}""", "options.categoryId", "youtube.category")]
    [InlineData("""{"privacy":"public","madeForKids":false,"license":"mit"}""", "options.license", "youtube.license")]
    [InlineData(
        """{"privacy":"private","madeForKids":false,"publishAt":"2026-12-01T09:00:00Z"}""",
        "options.publishAt",
        "youtube.publish-at"
    )]
    [InlineData(
        """{"privacy":"public","madeForKids":false,"publishAt":"soon"}""",
        "options.publishAt",
        "youtube.options.invalid"
    )]
    [InlineData("""{"privacy":"public","madeForKids":false,"tags":["a,b"]}""", "options.tags[0]", "youtube.tags.characters")]
    [InlineData("""{"privacy":"public","madeForKids":false,"language":"English!"}""", "options.language", "youtube.language")]
    [InlineData(
        """{"privacy":"public","madeForKids":false,"playlistId":"https://x"}""",
        "options.playlistId",
        "youtube.playlist"
    )]
    [InlineData(
        """{"privacy":"public","madeForKids":false,"shareToFeed":true}""",
        "options.shareToFeed",
        "youtube.options.invalid"
    )]
    public void An_option_that_breaks_a_rule_is_named(string options, string field, string rule) =>
        Assert.Contains(
            Check(Content(options)),
            finding => finding.Field == field && finding.Rule == rule && finding.Severity is FindingSeverity.Error
        );

    /// <summary>Exactly at the limit is allowed, one more is not.</summary>
    [Theory]
    [InlineData(100, 0, true)]
    [InlineData(101, 0, false)]
    [InlineData(10, 5000, true)]
    [InlineData(10, 5001, false)]
    public void Title_and_description_have_their_lengths(int title, int text, bool allowed)
    {
        var content = Content() with { Title = new string('t', title), Text = new string('d', text) };

        Assert.Equal(allowed, Check(content).Count == 0);
    }

    [Fact]
    public void A_description_is_counted_in_bytes()
    {
        var content = Content() with { Text = new string('é', 2501) };

        Assert.Equal("5002", Assert.Single(Check(content)).Actual);
    }

    [Theory]
    [InlineData(498, true)]
    [InlineData(499, false)]
    public void A_tag_with_a_space_counts_its_quotes(int length, bool allowed)
    {
        var tag = "a " + new string('b', length - 2);
        var options = JsonSerializer.Serialize(
            new
            {
                privacy = "public",
                madeForKids = false,
                tags = new[] { tag },
            }
        );

        Assert.Equal(allowed, Check(Content(options)).Count == 0);
    }

    [Fact]
    public void Words_and_fields_that_YouTube_has_no_place_for_are_said()
    {
        var content = Content() with
        {
            Title = "a < b",
            Link = "https://example.org",
            Thread = [new ThreadPart("more")],
            Type = PostType.Story,
        };

        var rules = Check(content).Select(finding => (finding.Field, finding.Severity)).ToList();

        Assert.Contains(("title", FindingSeverity.Error), rules);
        Assert.Contains(("link", FindingSeverity.Warning), rules);
        Assert.Contains(("thread", FindingSeverity.Error), rules);
        Assert.Contains(("type", FindingSeverity.Error), rules);
    }

    [Theory]
    [InlineData("""{"privacy":"public","madeForKids":true}""")]
    [InlineData("""{"privacy":"private","madeForKids":false}""")]
    public void A_comment_needs_a_video_that_takes_one(string options) =>
        Assert.Equal("firstComment", Assert.Single(Check(Content(options) with { FirstComment = "Hi" })).Field);

    [Fact]
    public void An_app_that_was_not_audited_is_warned_about()
    {
        var draft = Draft(Content()) with { App = new PlatformApp("google", "id", new Secret("s"), Audited: false) };

        var finding = Assert.Single(YouTubeRules.Check(draft));

        Assert.Equal((FindingSeverity.Warning, "youtube.audit"), (finding.Severity, finding.Rule));
    }

    [Fact]
    public void Cover_and_subtitles_must_be_of_their_kinds()
    {
        var (cover, subtitles) = (Posts.Image(probe => probe with { ContentType = "image/webp" }), Posts.Image());
        var content = Content() with
        {
            Cover = cover.Id,
            Subtitles = [new Subtitles(subtitles.Id, "en"), new Subtitles(subtitles.Id, "en")],
        };
        var draft = Draft(content) with
        {
            Extras = new[] { cover, subtitles }.DistinctBy(asset => asset.Id).ToDictionary(asset => asset.Id),
        };

        var rules = YouTubeRules.Check(draft).Select(finding => finding.Rule).ToList();

        Assert.Contains("youtube.subtitles.format", rules);
        Assert.Contains("youtube.subtitles.twice", rules);
        Assert.Contains(rules, rule => rule is "youtube.thumbnail.format" or "youtube.thumbnail.missing");
    }

    [Theory]
    [InlineData(1080, 1920, 180, "Short")]
    [InlineData(1080, 1080, 60, "Short")]
    [InlineData(1080, 1920, 181, "Video")]
    [InlineData(1920, 1080, 60, "Video")]
    public void Shape_and_length_make_a_Short(int width, int height, int seconds, string format)
    {
        var video = Posts.Video(probe => probe with { Width = width, Height = height, Duration = TimeSpan.FromSeconds(seconds) });

        Assert.Equal(format, YouTubeFormats.Of(Content(), [video]).ToString());
        Assert.NotNull(YouTubeFormats.Abilities.Find(format));
    }

    [Fact]
    public void Long_videos_need_a_verified_channel()
    {
        MediaAsset[] media = [Posts.Video(probe => probe with { Duration = TimeSpan.FromMinutes(16) })];

        Assert.Empty(LengthRules.Check(media, "allowed"));
        Assert.Contains(
            "youtube.com/verify",
            Assert.Single(LengthRules.Check(media, "eligible")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Everything_that_a_post_asks_for_costs_units()
    {
        var content = Content("""{"privacy":"public","madeForKids":false,"playlistId":"PL0123456789"}""") with
        {
            FirstComment = "Hi",
            Cover = Posts.Image().Id,
            Subtitles = [new Subtitles(Posts.Image().Id, "en")],
        };

        var costs = YouTubeCosts.Of(content, new YouTubeOptions());

        Assert.Equal(1, costs.Single(cost => cost.Quota == "youtube.uploads").Units);
        Assert.Equal(50 + 10 + 50 + 400 + 50 + 50, costs.Single(cost => cost.Quota == "youtube.units").Units);
        Assert.All(costs, cost => Assert.Equal((QuotaWindow.PacificDay, QuotaScope.App), (cost.Window, cost.Scope)));
    }

    /// <summary>In winter Los Angeles is 8 hours behind, in summer 7.</summary>
    [Theory]
    [InlineData("2026-11-22T09:00:00Z", 23)]
    [InlineData("2026-11-22T07:00:00Z", 1)]
    [InlineData("2026-07-01T06:00:00Z", 1)]
    public void The_quota_opens_at_midnight_in_Los_Angeles(string now, int hours) =>
        Assert.Equal(
            TimeSpan.FromHours(hours) + TimeSpan.FromMinutes(1),
            YouTubeErrors.UntilPacificMidnight(DateTimeOffset.Parse(now))
        );

    private static PostContent Content(string options = Complete) =>
        new()
        {
            Title = "Rye",
            Text = "How we bake it.",
            Options = JsonDocument.Parse(options).RootElement,
        };

    private static IReadOnlyList<Finding> Check(PostContent content) => YouTubeRules.Check(Draft(content));

    private static PublishDraft Draft(PostContent content)
    {
        var video = Posts.Video();
        return new PublishDraft(
            Posts.Channel("youtube", "UC0"),
            content with
            {
                Media = [new PostMedia(video.Id)],
            },
            [video],
            new Dictionary<Core.Id<MediaAsset>, MediaAsset>()
        );
    }
}
