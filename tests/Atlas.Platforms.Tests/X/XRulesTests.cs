using System.Text.Json;
using Atlas.Core;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Tests.Instagram;
using Atlas.Platforms.X;
using Atlas.Platforms.X.Rules;

namespace Atlas.Platforms.Tests.X;

public sealed class XRulesTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("abc é ñ ж א", 11)]
    [InlineData("日本語", 6)]
    [InlineData("한글", 4)]
    [InlineData("“quoted” — it’s…", 17)]
    [InlineData("🥖", 2)]
    [InlineData("👨‍👩‍👧‍👦", 2)]
    [InlineData("👍🏽", 2)]
    [InlineData("🇩🇰🇳🇴", 4)]
    [InlineData("1️⃣", 2)]
    [InlineData("https://harbour.bakery.example/a/very/long/path/that/goes/on?and=on&on", 23)]
    [InlineData("see https://a.example/b, and c", 34)]
    [InlineData("example.com", 23)]
    [InlineData("go to example.com/x.", 30)]
    [InlineData("me@example.com", 14)]
    [InlineData("v1.2 e.g. done", 14)]
    public void Text_weighs_what_X_says(string text, int weight) => Assert.Equal(weight, XText.Weight(text));

    [Fact]
    public void Weight_never_falls_when_plain_text_is_added()
    {
        var random = new Random(3);
        string[] pieces = ["a", "日", "🥖", " ", "é", "👨‍👩‍👧", "\n", "1", "…"];
        for (var i = 0; i < 500; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 60)).Select(_ => pieces[random.Next(pieces.Length)]));
            Assert.Equal(XText.Weight(text) + 1 + XText.Weight("日"), XText.Weight(text + " 日"));
        }
    }

    [Theory]
    [InlineData(280, false)]
    [InlineData(281, true)]
    public void A_post_has_280_characters(int length, bool isError) =>
        Assert.Equal(isError, Errors(new PostContent { Text = new string('a', length) }).Contains("x.text.length"));

    [Fact]
    public void A_long_post_has_25000_for_accounts_that_say_so()
    {
        var options = JsonSerializer.SerializeToElement(new { longPost = true });

        Assert.Empty(Errors(new PostContent { Text = new string('a', 25_000), Options = options }));
        Assert.NotEmpty(Errors(new PostContent { Text = new string('a', 25_001), Options = options }));
    }

    [Fact]
    public void The_link_counts_with_its_line()
    {
        var content = new PostContent { Text = new string('a', 256), Link = "https://harbour.bakery.example/a/long/address" };

        Assert.Empty(Errors(content));
        Assert.Equal(["x.text.length"], Errors(content with { Text = content.Text + "a" }));
    }

    [Fact]
    public void Every_part_of_a_thread_is_checked()
    {
        var content = new PostContent
        {
            Text = "a",
            Thread = [new ThreadPart(""), new ThreadPart(new string('b', 281))],
            FirstComment = new string('c', 281),
        };

        Assert.Equal(["thread[0]", "thread[1].text", "firstComment"], Check(content).Select(finding => finding.Field));
    }

    [Fact]
    public void Media_are_four_images_or_one_gif_or_one_video()
    {
        var gif = Posts.Image(probe => probe with { ContentType = "image/gif", Animated = true });

        Assert.Empty(Errors(new PostContent(), Posts.Image(), Posts.Image(), Posts.Image(), Posts.Image()));
        Assert.Equal(["x.images.count"], Errors(new PostContent(), [.. Enumerable.Range(0, 5).Select(_ => Posts.Image())]));
        Assert.Equal(["x.media.mixed"], Errors(new PostContent(), Posts.Image(), Posts.Video()));
        Assert.Equal(["x.media.mixed"], Errors(new PostContent(), gif, gif));
        Assert.Empty(Errors(new PostContent(), gif));
    }

    [Theory]
    [InlineData(0.4, 1_000_000, "x.video.duration")]
    [InlineData(0.5, 1_000_000, null)]
    [InlineData(140, 536_870_912, null)]
    [InlineData(140.1, 1_000_000, "x.video.duration")]
    [InlineData(12, 536_870_913, "x.video.size")]
    public void A_video_has_half_a_second_to_140_and_512_MB(double seconds, long size, string? rule)
    {
        var video = Posts.Video(probe => probe with { Duration = TimeSpan.FromSeconds(seconds) }, size);

        Assert.Equal(rule is null ? [] : [rule], Errors(new PostContent(), video));
    }

    [Theory]
    [InlineData("$ABC up", false)]
    [InlineData("$ABC and $XYZ", true)]
    [InlineData("$5 and $6", false)]
    public void A_post_has_one_cashtag(string text, bool isError) =>
        Assert.Equal(isError, Errors(new PostContent { Text = text }).Contains("x.text.cashtags"));

    [Theory]
    [InlineData("{\"replySettings\":\"friends\"}", "options.replySettings")]
    [InlineData("{\"reshare\":{}}", "options.reshare")]
    public void Options_that_X_has_not_are_refused(string json, string field)
    {
        var content = new PostContent { Text = "a", Options = JsonDocument.Parse(json).RootElement };

        Assert.Equal(field, Assert.Single(Check(content)).Field);
    }

    private static IEnumerable<string> Errors(PostContent content, params MediaAsset[] media) =>
        Check(content, media).Where(finding => finding.Severity is FindingSeverity.Error).Select(finding => finding.Rule);

    private static IReadOnlyList<Finding> Check(PostContent content, params MediaAsset[] media) =>
        XRules.Check(
            new PublishDraft(
                Posts.Channel("x") with
                {
                    Platform = Platform.X,
                },
                content with
                {
                    Media = [.. media.Select(asset => new PostMedia(asset.Id))],
                },
                media,
                new Dictionary<Id<MediaAsset>, MediaAsset>()
            )
        );
}
