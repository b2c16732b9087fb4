using System.Text.Json;
using Atlas.Core;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Pinterest.Rules;
using Atlas.Platforms.Tests.Instagram;

namespace Atlas.Platforms.Tests.Pinterest;

public sealed class PinterestRulesTests
{
    private static readonly JsonElement s_board = JsonDocument.Parse("""{"boardId":"549755885175"}""").RootElement;

    [Fact]
    public void Texts_may_be_as_long_as_the_page_says()
    {
        var image = Upright();
        var fits = Pin(image) with
        {
            Title = new string('a', 100),
            Text = new string('b', 800),
            Link = "https://a.example/" + new string('c', 2030),
        };
        Assert.Empty(Rules(fits, image));
        Assert.Equal(
            ["pinterest.title.length", "pinterest.text.length", "pinterest.link.length"],
            Rules(fits with { Title = fits.Title + "a", Text = fits.Text + "b", Link = fits.Link + "c" }, image)
        );
        Assert.Equal(["pinterest.link.address"], Rules(Pin(image) with { Link = "bakery" }, image));
        var alt = Pin(image) with { Media = [new PostMedia(image.Id, new string('d', 501))] };
        Assert.Equal("media[0].altText", Assert.Single(Check(alt, image)).Field);
    }

    [Theory]
    [InlineData("""{}""", "pinterest.board.required")]
    [InlineData("""{"boardId":12}""", "pinterest.options.invalid")]
    [InlineData("""{"boardId":"rye"}""", "pinterest.options.invalid")]
    [InlineData("""{"boardId":"1","colour":"red"}""", "pinterest.options.invalid")]
    [InlineData("""{"boardId":"1","coverTime":-1}""", "pinterest.options.invalid")]
    [InlineData("""{"boardId":"1","coverTime":3}""", "pinterest.options.unused")]
    public void An_option_that_Pinterest_would_refuse_or_not_use_is_found(string options, string rule)
    {
        var image = Upright();
        Assert.Equal([rule], Rules(Pin(image) with { Options = JsonDocument.Parse(options).RootElement }, image));
    }

    [Fact]
    public void A_pin_has_one_video_or_up_to_five_pictures_of_one_shape()
    {
        var image = Upright();
        var square = Upright(probe => probe with { Width = 1000, Height = 1000 });
        var video = Posts.Video();
        Assert.Equal(["pinterest.media.required"], Rules(Pin()));
        Assert.Empty(Rules(Pin(image, image, image, image, image), image, image, image, image, image));
        Assert.Contains("pinterest.carousel.count", Rules(Pin(image, video), image, video));
        Assert.Contains("pinterest.carousel.shape", Rules(Pin(image, square), image, square));
        Assert.Equal(["pinterest.image.shape"], Rules(Pin(square), square));
        Assert.Contains("pinterest.type.story", Rules(Pin(image) with { Type = PostType.Story }, image));
    }

    [Fact]
    public void Files_are_held_against_the_specifications()
    {
        Assert.Equal(["pinterest.image.format"], Of(Upright(probe => probe with { ContentType = "image/tiff" })));
        Assert.Equal(["pinterest.image.size"], Of(Upright(size: (20 << 20) + 1)));
        Assert.Empty(Of(Posts.Video()));
        Assert.Equal(["pinterest.video.duration"], Of(Posts.Video(probe => probe with { Duration = TimeSpan.FromSeconds(3) })));
        Assert.Equal(["pinterest.video.codec"], Of(Posts.Video(probe => probe with { VideoCodec = "av01" })));
        Assert.Equal(["pinterest.video.ratio"], Of(Posts.Video(probe => probe with { Width = 400, Height = 1000 })));
        Assert.Equal(["pinterest.video.size"], Of(Posts.Video(size: (2L << 30) + 1)));
        Assert.Equal(["pinterest.video.upload"], Of(Posts.Video(size: 200 << 20)));
    }

    [Fact]
    public void What_Pinterest_has_not_is_said_before()
    {
        var image = Upright();
        var content = Pin(image) with { FirstComment = "Hi", Thread = [new ThreadPart("More")] };
        Assert.Equal(["pinterest.comment.none", "pinterest.thread.none"], Rules(content, image));
        var video = Posts.Video();
        Assert.Equal(
            "cover",
            Assert.Single(Check(Pin(video) with { Cover = Id<MediaAsset>.New(TimeProvider.System) }, video)).Field
        );
    }

    [Fact]
    public void A_channel_without_the_permission_and_an_app_on_trial_are_noticed()
    {
        var image = Upright();
        var draft = Draft(Pin(image), image);
        var scopes = PinterestRules.Check(draft with { Channel = draft.Channel with { Scopes = ["pins:read"] } });
        Assert.Equal(["pins:write", "boards:write"], scopes.Select(finding => finding.Limit));
        var trial = PinterestRules.Check(draft with { App = new PlatformApp("pinterest", "1", new Core.Channels.Secret("s")) });
        Assert.Equal(FindingSeverity.Warning, Assert.Single(trial).Severity);
    }

    private static MediaAsset Upright(Func<MediaProbe, MediaProbe>? change = null, long size = 200_000) =>
        Posts.Image(
            probe =>
            {
                var upright = probe with { Width = 1000, Height = 1500 };
                return change is null ? upright : change(upright);
            },
            size
        );

    private static PostContent Pin(params MediaAsset[] media) => Posts.Content(PostType.Post, media) with { Options = s_board };

    private static IEnumerable<string> Of(MediaAsset asset) => Rules(Pin(asset), asset);

    private static IEnumerable<string> Rules(PostContent content, params MediaAsset[] media) =>
        Check(content, media).Select(finding => finding.Rule);

    private static IReadOnlyList<Finding> Check(PostContent content, params MediaAsset[] media) =>
        PinterestRules.Check(Draft(content, media));

    private static PublishDraft Draft(PostContent content, params MediaAsset[] media)
    {
        var draft = Posts.Work(content, media, login: "pinterest").Draft;
        return draft with { Channel = draft.Channel with { Platform = Platform.Pinterest } };
    }
}
