using System.Text.Json;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Tests.Instagram;
using Atlas.Platforms.Threads.Rules;

namespace Atlas.Platforms.Tests.Threads;

public sealed class ThreadsRulesTests
{
    [Theory]
    [InlineData("bread", 5)]
    [InlineData("blåbær", 6)]
    [InlineData("🍞", 4)]
    [InlineData("👩‍👩‍👧", 18)]
    [InlineData("❤️", 6)]
    [InlineData("☕", 3)]
    [InlineData("1", 1)]
    [InlineData("日本", 2)]
    public void An_emoji_counts_as_many_characters_as_it_has_bytes(string text, int expected)
    {
        Assert.Equal(expected, ThreadsText.Length(text));
    }

    [Fact]
    public void The_text_may_have_exactly_500_characters()
    {
        Assert.Empty(Rules(Text(new string('a', 500))));
        Assert.Equal(["threads.text.length"], Rules(Text(new string('a', 501))));
        Assert.Empty(Rules(Text(new string('a', 496) + "🍞")));
        Assert.Equal(["threads.text.length"], Rules(Text(new string('a', 497) + "🍞")));
    }

    [Fact]
    public void Different_links_are_counted_with_the_one_beside_the_text()
    {
        const string five = "https://a.example, https://b.example. www.c.example (https://d.example) https://e.example";
        Assert.Empty(Rules(Text(five)));
        Assert.Empty(Rules(Text($"{five} https://a.example") with { Link = "https://b.example" }));
        Assert.Equal(["threads.text.links"], Rules(Text(five) with { Link = "https://f.example" }));
    }

    [Theory]
    [InlineData("""{"replyControl":"friends"}""", "threads.options.reply-control")]
    [InlineData("""{"topicTag":"a.b"}""", "threads.options.topic")]
    [InlineData("""{"topicTag":""}""", "threads.options.topic")]
    [InlineData("""{"quotePostId":"abc"}""", "threads.options.quote")]
    [InlineData("""{"poll":["only"]}""", "threads.options.poll")]
    [InlineData("""{"poll":["a","bbbbbbbbbbbbbbbbbbbbbbbbbb"]}""", "threads.options.poll-choice")]
    [InlineData("""{"countries":["Norway"]}""", "threads.options.country")]
    [InlineData("""{"spoilers":[{"offset":3,"length":9}]}""", "threads.options.spoiler")]
    [InlineData("""{"textAttachment":{"text":""}}""", "threads.attachment.length")]
    [InlineData("""{"textAttachment":{"text":"a"},"poll":["a","b"]}""", "threads.attachment.poll")]
    [InlineData(
        """{"textAttachment":{"text":"abc","styles":[{"offset":0,"length":2,"styles":["bold"]},{"offset":1,"length":1,"styles":["bold"]}]}}""",
        "threads.attachment.range"
    )]
    [InlineData(
        """{"textAttachment":{"text":"abc","styles":[{"offset":0,"length":2,"styles":["comic"]}]}}""",
        "threads.attachment.style"
    )]
    [InlineData("""{"textAttachment":{"text":"abc","colour":"red"}}""", "threads.options.invalid")]
    [InlineData("""{"coverUrl":"https://a.example"}""", "threads.options.invalid")]
    [InlineData("""{"poll":"yes"}""", "threads.options.invalid")]
    [InlineData("""[]""", "threads.options.invalid")]
    public void An_option_that_Threads_would_refuse_is_found(string options, string rule)
    {
        Assert.Equal([rule], Rules(Text("Bread") with { Options = JsonDocument.Parse(options).RootElement }));
    }

    [Fact]
    public void What_would_be_lost_beside_media_is_an_error_and_what_is_left_out_a_warning()
    {
        var image = Posts.Image();
        var content = Posts.Content(PostType.Post, [image], options: """{"poll":["a","b"]}""") with
        {
            Link = "https://bakery.example",
            Title = "Bread",
            Cover = image.Id,
        };

        var findings = Check(content, image);

        Assert.Equal(
            [
                ("threads.options.text-only", FindingSeverity.Error),
                ("threads.title.unused", FindingSeverity.Warning),
                ("threads.cover.unused", FindingSeverity.Warning),
                ("threads.link.text-only", FindingSeverity.Warning),
            ],
            findings.Select(finding => (finding.Rule, finding.Severity))
        );
    }

    [Fact]
    public void Every_part_of_a_thread_is_checked_where_it_stands()
    {
        var content = Text("Root") with
        {
            Thread =
            [
                new ThreadPart(""),
                new ThreadPart(new string('b', 501)),
                new ThreadPart("c", [new PostMedia(Posts.Image().Id)]),
            ],
            FirstComment = new string('d', 501),
        };

        Assert.Equal(
            ["firstComment", "thread[0].text", "thread[1].text", "thread[2].media"],
            Check(content).Select(finding => finding.Field)
        );
    }

    [Fact]
    public void Files_are_held_against_every_number_of_the_specification()
    {
        Assert.Equal(["threads.image.format"], Rules(Posts.Image(probe => probe with { ContentType = "image/webp" })));
        Assert.Empty(Rules(Posts.Image(probe => probe with { ContentType = "image/png" })));
        Assert.Equal(["threads.image.size"], Rules(Posts.Image(size: (8 << 20) + 1)));
        Assert.Equal(["threads.image.ratio"], Rules(Posts.Image(probe => probe with { Width = 1100, Height = 100 })));
        Assert.Equal(["threads.video.duration"], Rules(Video(probe => probe with { Duration = TimeSpan.FromSeconds(301) })));
        Assert.Equal(["threads.video.frame-rate"], Rules(Video(probe => probe with { FrameRate = 15 })));
        Assert.Equal(["threads.video.codec"], Rules(Video(probe => probe with { VideoCodec = "vp09" })));
        Assert.Equal(["threads.video.width"], Rules(Video(probe => probe with { Width = 2000, Height = 2000 })));
        Assert.Equal(["threads.video.bit-rate"], Rules(Video(probe => probe with { BitRate = 100_000_001 })));
        Assert.Equal(["threads.video.moov"], Rules(Video(probe => probe with { MoovFirst = false })));
        Assert.Equal(["threads.audio.channels"], Rules(Video(probe => probe with { AudioChannels = 6 })));
        Assert.Empty(Rules(Video(probe => probe)));
    }

    [Fact]
    public void A_story_is_none_and_a_carousel_ends_at_twenty()
    {
        Assert.Contains("threads.type.story", Rules(Text("Hi") with { Type = PostType.Story }));
        var images = Enumerable.Range(0, 21).Select(_ => Posts.Image()).ToArray();
        Assert.Empty(Check(Posts.Content(PostType.Post, images[..20]), images[..20]));
        Assert.Equal(
            ["threads.carousel.count"],
            Check(Posts.Content(PostType.Post, images), images).Select(finding => finding.Rule)
        );
        Assert.Equal(["threads.text.required"], Rules(Text("")));
    }

    private static PostContent Text(string text) => Posts.Content(PostType.Post, [], text);

    private static MediaAsset Video(Func<MediaProbe, MediaProbe> change) => Posts.Video(change);

    private static IEnumerable<string> Rules(PostContent content) => Check(content).Select(finding => finding.Rule);

    private static IEnumerable<string> Rules(MediaAsset asset) =>
        Check(Posts.Content(PostType.Post, [asset]), asset).Select(finding => finding.Rule);

    private static IReadOnlyList<Finding> Check(PostContent content, params MediaAsset[] media)
    {
        var draft = Posts.Work(content, media, login: "threads").Draft;
        var findings = ThreadsRules.Check(draft with { Channel = draft.Channel with { Platform = Platform.Threads } });
        Assert.All(findings, finding => Assert.True(finding.Message.Length > 0 && finding.Source.Length > 0));
        return findings;
    }
}
