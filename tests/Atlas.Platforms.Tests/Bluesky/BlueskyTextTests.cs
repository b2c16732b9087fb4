using System.Text;
using Atlas.Core;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Bluesky;
using Atlas.Platforms.Tests.Instagram;
using Atlas.Testing;

namespace Atlas.Platforms.Tests.Bluesky;

public sealed class BlueskyTextTests
{
    [Theory]
    [InlineData("see https://a.example/x.", "Link https://a.example/x")]
    [InlineData("(https://a.example/x)", "Link https://a.example/x")]
    [InlineData("https://a.example/a_(b)!", "Link https://a.example/a_(b)")]
    [InlineData("hi @name.bsky.social, hi", "Mention name.bsky.social")]
    [InlineData("me@name.example and @nodots", "")]
    [InlineData("#bread, #42 and #2026bread", "Tag bread|Tag 2026bread")]
    [InlineData("a#b https://a.example/#top", "Link https://a.example/#top")]
    [InlineData("https://a.example/@name.bsky.social", "Link https://a.example/@name.bsky.social")]
    public void Facets_are_what_a_reader_would_click(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', BlueskyFacets.Find(text).Select(facet => $"{facet.Kind} {facet.Value}")));

    /// <summary>Whatever stands around them, the bytes of a facet are its own text.</summary>
    [Fact]
    public void Byte_ranges_cut_out_exactly_the_facet()
    {
        string[] words =
        [
            "süß",
            "🥐",
            "👩‍👩‍👧",
            "日本語",
            "plain",
            "#Brötchen",
            "@name.bsky.social",
            "https://a.example/ü?q=1",
        ];
        var random = new Random(11);
        for (var round = 0; round < 300; round++)
        {
            var chosen = Enumerable.Range(0, 8).Select(_ => words[random.Next(words.Length)]).ToList();
            var text = string.Join(' ', chosen);
            var bytes = Encoding.UTF8.GetBytes(text);

            var cuts = BlueskyFacets.Find(text).Select(facet => Encoding.UTF8.GetString(bytes[facet.ByteStart..facet.ByteEnd]));

            Assert.Equal(chosen.Where(word => word[0] is '#' or '@' or 'h'), cuts);
        }
    }

    [Fact]
    public void A_key_sorts_by_time_and_is_a_key_of_the_protocol()
    {
        var start = FakeClock.DefaultStart;
        var keys = Enumerable.Range(0, 500).Select(i => Tid.Of(start.AddMicroseconds(i * 37), i % 1024)).ToList();

        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
        Assert.All(keys, key => Assert.Matches("^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$", key));
        Assert.Equal("3jzfcijpj2z2a", Tid.Of(DateTimeOffset.UnixEpoch.AddMicroseconds(1_688_137_381_887_007), 6)); // a sample of the specification
    }

    [Fact]
    public void Graphemes_and_bytes_are_both_counted()
    {
        const string Family = "👩‍👩‍👧‍👦"; // one to a reader, 25 bytes
        Assert.Empty(Check(string.Concat(Enumerable.Repeat("é", 300))));
        Assert.Equal("bluesky.text.length", Assert.Single(Check(new string('a', 301))).Rule);
        Assert.Equal("bluesky.text.bytes", Assert.Single(Check(string.Concat(Enumerable.Repeat(Family, 121)))).Rule);
        Assert.Empty(Check(string.Concat(Enumerable.Repeat(Family, 120))));
    }

    [Fact]
    public void Media_that_make_no_post_are_found()
    {
        Assert.Equal("bluesky.media.count", Rule([.. Enumerable.Range(0, 5).Select(_ => Posts.Image())]));
        Assert.Equal("bluesky.media.mixed", Rule([Posts.Video(), Posts.Image()]));
        Assert.Equal("bluesky.image.size", Rule([Posts.Image(size: 1_000_001)]));
        Assert.Equal("bluesky.video.size", Rule([Posts.Video(size: 100_000_001)]));
        Assert.Equal("bluesky.video.format", Rule([Posts.Video(probe => probe with { ContentType = "video/quicktime" })]));
        Assert.Equal("bluesky.empty", Assert.Single(Check("")).Rule);

        static string Rule(IReadOnlyList<MediaAsset> media) =>
            Assert.Single(Check("Fresh bread", media), finding => finding.Severity is FindingSeverity.Error).Rule;
    }

    [Fact]
    public void Options_are_read_and_unknown_ones_refused()
    {
        var content = Posts.Content(PostType.Post, [], options: """{"langs":["en","de","fr","it"],"shade":1}""");

        Assert.Equal(
            ["bluesky.langs.count", "bluesky.options.invalid"],
            Findings(content, []).Select(finding => finding.Rule).Order()
        );
    }

    private static IReadOnlyList<Finding> Check(string text, IReadOnlyList<MediaAsset>? media = null) =>
        Findings(Posts.Content(PostType.Post, media ?? [], text), media ?? []);

    private static IReadOnlyList<Finding> Findings(PostContent content, IReadOnlyList<MediaAsset> media) =>
        BlueskyRules.Check(
            new PublishDraft(
                Posts.Channel("bluesky") with
                {
                    Platform = Platform.Bluesky,
                },
                content,
                media,
                new Dictionary<Id<MediaAsset>, MediaAsset>()
            )
        );
}
