using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Tests.Instagram;
using Atlas.Platforms.TikTok;
using Atlas.Platforms.TikTok.Rules;

namespace Atlas.Platforms.Tests.TikTok;

public sealed class TikTokRulesTests
{
    [Theory]
    [InlineData("text", "tiktok.caption.length", 2200)]
    public void A_caption_is_counted_in_UTF_16_units(string field, string rule, int longest)
    {
        // An emoji outside the basic plane counts twice.
        var text = string.Concat(Enumerable.Repeat("🥐", longest / 2));

        Assert.DoesNotContain(Check(text: text, media: Posts.Video()), finding => finding.Rule == rule);
        var finding = Assert.Single(Check(text: text + "!", media: Posts.Video()), finding => finding.Rule == rule);
        Assert.Equal((field, $"{longest + 1}"), (finding.Field, finding.Actual));
    }

    [Fact]
    public void Photos_have_a_longer_caption_and_a_short_title()
    {
        var draft = TikTokPosts.Draft(app: TikTokSandbox.Audited, text: new string('a', 4001), media: Photo());
        draft = draft with { Content = draft.Content with { Title = new string('b', 91) } };

        var findings = TikTokRules.Check(draft);

        Assert.Equal(
            ["tiktok.caption.length", "tiktok.title.length"],
            findings.Where(finding => finding.Severity is FindingSeverity.Error).Select(finding => finding.Rule)
        );
    }

    [Theory]
    [InlineData("""{"mode":"direct"}""", "tiktok.privacy.required")]
    [InlineData("""{"mode":"direct","privacyLevel":"public"}""", "tiktok.options.invalid")]
    [InlineData("""{"mode":"direct","privacyLevel":"SELF_ONLY","brandContent":true}""", "tiktok.brand.private")]
    [InlineData("""{"mode":"outbox"}""", "tiktok.options.invalid")]
    [InlineData("""{"shade":"teal"}""", "tiktok.options.invalid")]
    [InlineData("""{"disableDuet":"yes"}""", "tiktok.options.invalid")]
    [InlineData("""{"mode":"direct","privacyLevel":"SELF_ONLY","coverTimestampMs":12001}""", "tiktok.cover.timestamp")]
    public void Options_that_TikTok_would_refuse_are_found(string options, string rule) =>
        Assert.Contains(
            Check(options, media: Posts.Video()),
            finding =>
                finding.Rule == rule
                && finding.Severity is FindingSeverity.Error
                && finding.Field.StartsWith("options", StringComparison.Ordinal)
        );

    [Fact]
    public void Until_an_audit_a_direct_post_is_for_the_account_alone()
    {
        var open = TikTokRules.Check(TikTokPosts.Draft(app: TikTokSandbox.Unaudited, media: Posts.Video()));
        var closed = TikTokRules.Check(
            TikTokPosts.Draft("""{"mode":"direct","privacyLevel":"SELF_ONLY"}""", TikTokSandbox.Unaudited, media: Posts.Video())
        );

        Assert.Equal("SELF_ONLY", Assert.Single(open).Limit);
        Assert.Empty(closed);
    }

    [Fact]
    public void Without_a_choice_the_audit_decides_where_a_post_goes()
    {
        Assert.False(TikTokPlan.Of(TikTokPosts.Draft(options: null, TikTokSandbox.Unaudited, media: Posts.Video())).IsDirect);
        Assert.False(TikTokPlan.Of(TikTokPosts.Draft(options: null, media: Posts.Video())).IsDirect);
        Assert.True(TikTokPlan.Of(TikTokPosts.Draft(options: null, TikTokSandbox.Audited, media: Posts.Video())).IsDirect);
        Assert.False(TikTokPlan.Of(TikTokPosts.Draft(TikTokPosts.Inbox, TikTokSandbox.Audited, media: Posts.Video())).IsDirect);
    }

    [Fact]
    public void What_TikTok_has_no_place_for_is_said()
    {
        var draft = TikTokPosts.Draft(TikTokPosts.Inbox, media: Posts.Video());
        draft = draft with
        {
            Content = draft.Content with
            {
                Title = "t",
                Link = "https://bread.example",
                FirstComment = "c",
                Thread = [new ThreadPart("more")],
                Cover = draft.Media[0].Id,
                Subtitles = [new Subtitles(draft.Media[0].Id, "en")],
            },
        };

        var findings = TikTokRules.Check(draft);

        Assert.Equal(["firstComment", "thread"], Fields(FindingSeverity.Error));
        Assert.Equal(["cover", "link", "subtitles", "text", "title"], Fields(FindingSeverity.Warning));

        IEnumerable<string> Fields(FindingSeverity severity) =>
            findings.Where(finding => finding.Severity == severity).Select(finding => finding.Field).Order();
    }

    [Theory]
    [InlineData("tiktok.video.format", "video/x-matroska", null, null, null, null, null)]
    [InlineData("tiktok.video.codec", null, "av01", null, null, null, null)]
    [InlineData("tiktok.video.duration", null, null, 601.0, null, null, null)]
    [InlineData("tiktok.video.frameRate", null, null, null, 22.0, null, null)]
    [InlineData("tiktok.video.frameRate", null, null, null, 61.0, null, null)]
    [InlineData("tiktok.video.dimensions", null, null, null, null, 359, 640)]
    [InlineData("tiktok.video.dimensions", null, null, null, null, 4097, 2000)]
    public void A_video_that_TikTok_would_give_up_is_found(
        string rule,
        string? type,
        string? codec,
        double? seconds,
        double? rate,
        int? width,
        int? height
    )
    {
        var video = Posts.Video(probe =>
            probe with
            {
                ContentType = type ?? probe.ContentType,
                VideoCodec = codec ?? probe.VideoCodec,
                Duration = seconds is { } s ? TimeSpan.FromSeconds(s) : probe.Duration,
                FrameRate = rate ?? probe.FrameRate,
                Width = width ?? probe.Width,
                Height = height ?? probe.Height,
            }
        );

        var finding = Assert.Single(Check(media: video), finding => finding.Severity is FindingSeverity.Error);

        Assert.Equal((rule, "media[0]"), (finding.Rule, finding.Field));
    }

    [Fact]
    public void A_photo_that_is_too_large_is_refused_with_the_size_to_scale_it_to()
    {
        var finding = Assert.Single(Check(media: Photo(4000, 3000)));

        Assert.Equal("tiktok.image.dimensions", finding.Rule);
        Assert.Equal(new Repair(RepairKind.Resize, "1440 × 1080 px"), finding.Repair);
        Assert.Empty(Check(media: Photo(1080, 1920)));
        Assert.Contains(Check(media: Photo(800, 800, "image/png")), found => found.Rule == "tiktok.image.format");
    }

    [Fact]
    public void Media_that_make_no_post_are_found()
    {
        Assert.Contains(Check(), finding => finding.Rule == "tiktok.media.required");
        Assert.Contains(Check(media: [Posts.Video(), Photo()]), finding => finding.Rule == "tiktok.media.mixed");
        Assert.Contains(
            Check(media: [.. Enumerable.Range(0, 36).Select(_ => Photo())]),
            finding => finding.Rule == "tiktok.photo.count"
        );
        Assert.Contains(
            TikTokRules.Check(TikTokPosts.Draft(type: PostType.Story, media: Posts.Video())),
            finding => finding.Rule == "tiktok.type"
        );
    }

    /// <summary>The guide's rules, for files of every size.</summary>
    [Fact]
    public void Every_file_is_cut_as_the_guide_wants_it()
    {
        const long LeastPart = 5 << 20;
        const long MostPart = 64_000_000;
        const long MostLastPart = 128_000_000;
        var random = new Random(20261122);
        long[] edges = [1, 4_999_999, 5_000_000, LeastPart - 1, LeastPart, 16_000_000, 64_000_000, 64_000_001, 4L << 30];
        foreach (var total in edges.Concat(Enumerable.Range(0, 2_000).Select(_ => random.NextInt64(1, (4L << 30) + 1))))
        {
            foreach (var least in new[] { 5_300_000, 8_000_000, 32_000_000 })
            {
                var plan = UploadPlan.For(total, least);

                Assert.Equal(total / plan.ChunkSize, plan.Count);
                Assert.InRange(plan.Count, 1, 1000);
                Assert.True(plan.ChunkSize <= MostPart, $"{total}");
                Assert.True(plan.Count is 1 ? plan.ChunkSize == total : plan.ChunkSize >= LeastPart, $"{total}");
                Assert.True(plan.Part(plan.Count - 1).Length <= MostLastPart, $"{total}");
                var at = 0L;
                for (var i = 0; i < plan.Count; i++)
                {
                    Assert.Equal(at, plan.Part(i).Offset);
                    at += plan.Part(i).Length;
                }

                Assert.Equal(total, at);
            }
        }
    }

    private static MediaAsset Photo(int width = 1080, int height = 1080, string type = "image/jpeg") =>
        Posts.Image(probe => probe with { Width = width, Height = height, ContentType = type });

    private static IReadOnlyList<Finding> Check(
        string options = TikTokPosts.Public,
        string text = "Fresh bread",
        params MediaAsset[] media
    ) => TikTokRules.Check(TikTokPosts.Draft(options, TikTokSandbox.Audited, text: text, media: media));
}
