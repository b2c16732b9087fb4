using System.Text.Json;
using Atlas.Core;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.LinkedIn;
using Atlas.Platforms.LinkedIn.Rules;
using Atlas.Platforms.Tests.Instagram;

namespace Atlas.Platforms.Tests.LinkedIn;

public sealed class LinkedInRulesTests
{
    [Theory]
    [InlineData(3000, false)]
    [InlineData(3001, true)]
    public void A_text_has_3000_characters(int length, bool isError) =>
        Assert.Equal(isError, Errors(new PostContent { Text = new string('a', length) }).Contains("linkedin.text.length"));

    [Fact]
    public void An_emoji_is_one_character_and_a_warning_near_the_limit()
    {
        var text = string.Concat(Enumerable.Repeat("🥖", 2000));

        var finding = Assert.Single(Check(new PostContent { Text = text }));

        Assert.Equal((FindingSeverity.Warning, "linkedin.text.length"), (finding.Severity, finding.Rule));
    }

    [Fact]
    public void A_mention_counts_as_its_name()
    {
        var text = new string('a', 2996) + "@[Rye!](urn:li:organization:12345678)";

        Assert.Empty(Errors(new PostContent { Text = text }));
        Assert.NotEmpty(Errors(new PostContent { Text = text + "." }));
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(21, true)]
    public void A_post_has_20_images(int count, bool isError) =>
        Assert.Equal(
            isError,
            Errors(new PostContent(), [.. Enumerable.Range(0, count).Select(_ => Posts.Image())])
                .Contains("linkedin.images.count")
        );

    [Fact]
    public void Media_of_several_kinds_are_refused() =>
        Assert.Contains("linkedin.media.mixed", Errors(new PostContent(), Posts.Image(), Posts.Video()));

    [Theory]
    [InlineData(6012, 6013, false)]
    [InlineData(6014, 6014, true)]
    public void An_image_has_less_than_36152320_pixels(int width, int height, bool isError) =>
        Assert.Equal(
            isError,
            Errors(new PostContent(), Posts.Image(probe => probe with { Width = width, Height = height }))
                .Contains("linkedin.image.pixels")
        );

    [Theory]
    [InlineData("image/png", false)]
    [InlineData("image/gif", false)]
    [InlineData("image/webp", true)]
    public void An_image_is_of_three_formats(string type, bool isError) =>
        Assert.Equal(
            isError,
            Errors(new PostContent(), Posts.Image(probe => probe with { ContentType = type })).Contains("linkedin.image.format")
        );

    [Theory]
    [InlineData(2.9, 5_000_000, "linkedin.video.duration")]
    [InlineData(3, 5_000_000, null)]
    [InlineData(1800, 5_000_000, null)]
    [InlineData(1801, 5_000_000, "linkedin.video.duration")]
    [InlineData(12, 76_799, "linkedin.video.size")]
    [InlineData(12, 76_800, null)]
    [InlineData(12, 524_288_000, null)]
    [InlineData(12, 524_288_001, "linkedin.video.size")]
    public void A_video_has_3_seconds_to_30_minutes_and_75_KB_to_500_MB(double seconds, long size, string? rule)
    {
        var video = Posts.Video(probe => probe with { Duration = TimeSpan.FromSeconds(seconds) }, size);

        Assert.Equal(rule is null ? [] : [rule], Errors(new PostContent(), video));
    }

    [Theory]
    [InlineData(4086, false)]
    [InlineData(4087, true)]
    public void An_alternative_text_has_4086_characters(int length, bool isError)
    {
        var image = Posts.Image();
        var content = new PostContent { Media = [new PostMedia(image.Id, new string('a', length))] };

        Assert.Equal(isError, Errors(content, image).Contains("linkedin.alt-text.length"));
    }

    [Fact]
    public void A_link_beside_media_would_be_lost_so_it_is_refused() =>
        Assert.Contains("linkedin.link.media", Errors(new PostContent { Text = "a", Link = "https://a.example" }, Posts.Image()));

    [Theory]
    [InlineData("{\"visibility\":\"friends\"}", "options.visibility")]
    [InlineData("{\"disableReshare\":1}", "options.disableReshare")]
    [InlineData("{\"reshare\":{}}", "options.reshare")]
    [InlineData("[]", "options")]
    public void Options_that_LinkedIn_has_not_are_refused(string json, string field)
    {
        var content = new PostContent { Text = "a", Options = JsonDocument.Parse(json).RootElement };

        var finding = Assert.Single(Check(content));

        Assert.Equal((FindingSeverity.Error, field), (finding.Severity, finding.Field));
    }

    [Fact]
    public void A_page_has_no_connections()
    {
        var content = new PostContent
        {
            Text = "a",
            Options = JsonSerializer.SerializeToElement(new { visibility = "connections" }),
        };

        Assert.Empty(Check(content, kind: "person"));
        Assert.Equal("linkedin.visibility", Assert.Single(Check(content)).Rule);
    }

    [Fact]
    public void A_thread_a_story_and_an_empty_post_are_refused()
    {
        Assert.Contains("linkedin.thread", Errors(new PostContent { Text = "a", Thread = [new ThreadPart("b")] }));
        Assert.Contains("linkedin.type", Errors(new PostContent { Text = "a", Type = PostType.Story }));
        Assert.Contains("linkedin.text.required", Errors(new PostContent()));
    }

    [Fact]
    public void A_channel_without_the_scope_to_post_is_told_so_and_one_of_unknown_scopes_is_not()
    {
        var content = new PostContent { Text = "a", FirstComment = "b" };

        Assert.Empty(Check(content));
        Assert.Equal(
            ["linkedin.scope", "linkedin.comment.scope"],
            Check(content, scopes: ["w_member_social"]).Select(finding => finding.Rule)
        );
        Assert.Empty(Check(content, scopes: ["w_organization_social"]));
    }

    [Fact]
    public void Every_finding_names_its_source_and_says_what_to_do()
    {
        var content = new PostContent
        {
            Text = new string('a', 4000),
            Title = "t",
            FirstComment = new string('b', 2000),
            Cover = Id<MediaAsset>.New(TimeProvider.System),
            Thread = [new ThreadPart("c")],
            Options = JsonDocument.Parse("{\"x\":1,\"description\":\"d\"}").RootElement,
        };

        var findings = Check(
            content,
            media: [Posts.Image(probe => probe with { ContentType = "image/webp" }), Posts.Video(size: 10)]
        );

        Assert.True(findings.Count >= 8);
        Assert.All(findings, finding => Assert.StartsWith("LinkedIn", finding.Source));
        Assert.All(findings, finding => Assert.EndsWith(".", finding.Message));
    }

    private static IEnumerable<string> Errors(PostContent content, params MediaAsset[] media) =>
        Check(content, media: media).Where(finding => finding.Severity is FindingSeverity.Error).Select(finding => finding.Rule);

    private static IReadOnlyList<Finding> Check(
        PostContent content,
        string kind = "organization",
        IReadOnlyList<string>? scopes = null,
        params MediaAsset[] media
    ) =>
        LinkedInRules.Check(
            new PublishDraft(
                Posts.Channel("linkedin") with
                {
                    Platform = Platform.LinkedIn,
                    AccountId = "55",
                    Kind = kind,
                    Scopes = scopes ?? [],
                },
                content.Media.Count == media.Length
                    ? content
                    : content with
                    {
                        Media = [.. media.Select(asset => new PostMedia(asset.Id))],
                    },
                media,
                new Dictionary<Id<MediaAsset>, MediaAsset>()
            )
        );
}
