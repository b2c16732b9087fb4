using System.Text.Json;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;

namespace Atlas.Platforms.Tests.LinkedIn;

/// <summary>Every format, from nothing to a post on the simulated feed.</summary>
public sealed class LinkedInPublishTests(LinkedInSandbox sandbox) : IClassFixture<LinkedInSandbox>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_text_goes_live_once_as_it_was_written(bool organization)
    {
        var actor = await sandbox.ConnectAsync(organization);
        const string Text = "New menu (autumn) — 50% *rye* <now> #bread_week @noon [a|b] {c} ~d_e\\f #1";
        var work = actor.Work(new PostContent { Text = Text });
        Assert.Empty(sandbox.Publisher.Check(work.Draft));
        Assert.Equal("Text", sandbox.Publisher.FormatOf(work.Content, work.Media));

        var (answer, _, steps) = await sandbox.RunAsync(work);

        var done = Assert.IsType<StepAnswer.Done>(answer);
        Assert.StartsWith("urn:li:share:", done.PlatformPostId);
        Assert.Equal(["begin", "publish"], steps);
        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        Assert.Equal(Text, effect.GetProperty("caption").GetString());
        using var page = await sandbox.Http.GetAsync(done.Permalink);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, page.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_poll_goes_live_below_its_text(bool organization)
    {
        var actor = await sandbox.ConnectAsync(organization);
        var work = actor.Work(Poll("Rye or spelt?", ["Rye", "Spelt", "Both"], days: 7));
        Assert.Empty(sandbox.Publisher.Check(work.Draft));

        var (answer, _, _) = await sandbox.RunAsync(work);

        var done = Assert.IsType<StepAnswer.Done>(answer);
        Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        using var page = await sandbox.Http.GetAsync(done.Permalink);
        Assert.Contains("Rye / Spelt / Both", await sandbox.Http.GetStringAsync(page.Headers.Location));
    }

    [Fact]
    public async Task Each_rule_of_a_poll_is_checked_before_and_the_network_refuses_it_too()
    {
        var actor = await sandbox.ConnectAsync();
        var long31 = new string('a', 31);
        (PostContent Content, string Rule)[] broken =
        [
            (Poll("", ["Rye", "Spelt"], 3), "linkedin.poll.question"),
            (Poll(new string('q', 141), ["Rye", "Spelt"], 3), "linkedin.poll.question"),
            (Poll("Rye?", ["Yes"], 3), "linkedin.poll.choices"),
            (Poll("Rye?", ["1", "2", "3", "4", "5"], 3), "linkedin.poll.choices"),
            (Poll("Rye?", ["Yes", long31], 3), "linkedin.poll.choice"),
            (Poll("Rye?", ["Yes", "No"], 2), "linkedin.poll.duration"),
        ];
        foreach (var (content, rule) in broken)
        {
            var work = actor.Work(content);
            Assert.Equal(rule, Assert.Single(sandbox.Publisher.Check(work.Draft)).Rule);
            Assert.IsType<StepAnswer.Refused>((await sandbox.RunAsync(work)).Answer);
        }

        var linked = actor.Work(Poll("Rye?", ["Yes", "No"], 3) with { Link = "https://harbour.bakery.example", Title = "Rye" });
        Assert.Contains(sandbox.Publisher.Check(linked.Draft), finding => finding.Rule == "linkedin.poll.alone");
        Assert.Empty(await sandbox.EffectsAsync(actor.Channel));
    }

    private static PostContent Poll(string question, string[] choices, int days) =>
        new()
        {
            Text = $"Say what you like {question.Length} {choices.Length} {days}",
            Options = JsonSerializer.SerializeToElement(
                new
                {
                    poll = new
                    {
                        question,
                        choices,
                        days,
                    },
                }
            ),
        };

    [Fact]
    public async Task People_and_pages_are_mentioned()
    {
        var actor = await sandbox.ConnectAsync();
        var text =
            $"Baked by @[Ada (chef)](urn:li:person:{actor.MemberId}) at @[The Page](urn:li:organization:{actor.Channel.AccountId}).";

        var (answer, _, _) = await sandbox.RunAsync(actor.Work(new PostContent { Text = text }));

        Assert.IsType<StepAnswer.Done>(answer);
        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        Assert.Equal("Baked by Ada (chef) at The Page.", effect.GetProperty("caption").GetString());
    }

    [Fact]
    public async Task A_mention_of_nobody_is_refused_with_words()
    {
        var actor = await sandbox.ConnectAsync();

        var (answer, _, _) = await sandbox.RunAsync(
            actor.Work(new PostContent { Text = "By @[Nobody](urn:li:organization:404)." })
        );

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal((RefusalClass.Rejected, "INVALID_URN_ID"), (refused.Class, refused.Problem.Code));
        Assert.Contains("mentions", refused.Problem.Message);
    }

    [Fact]
    public async Task A_link_goes_live_with_title_description_and_picture()
    {
        var actor = await sandbox.ConnectAsync();
        var cover = MediaFile.Demo("fjord-landscape.jpg");
        var content = new PostContent
        {
            Text = "Read this",
            Link = "https://harbour.bakery.example/rye?a=1&b=2",
            Title = "How we bake rye",
            Cover = cover.Asset.Id,
            Options = JsonSerializer.SerializeToElement(new { description = "Slowly", disableReshare = true }),
        };
        var work = actor.Work(content, [], [cover]);
        Assert.Empty(sandbox.Publisher.Check(work.Draft));

        var (answer, _, steps) = await sandbox.RunAsync(work);

        Assert.IsType<StepAnswer.Done>(answer);
        Assert.Equal(["begin", "register", "upload", "poll", "publish"], steps);
        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        Assert.Equal(
            ("article", content.Link, content.Title),
            (
                effect.GetProperty("kind").GetString(),
                effect.GetProperty("link").GetString(),
                effect.GetProperty("title").GetString()
            )
        );
    }

    [Theory]
    [InlineData(1, "Image", "post", "urn:li:share:")]
    [InlineData(3, "MultiImage", "carousel", "urn:li:ugcPost:")]
    public async Task Images_go_live_in_their_order(int count, string format, string kind, string urn)
    {
        var actor = await sandbox.ConnectAsync();
        string[] names = ["rye-portrait.jpg", "fjord-landscape.jpg", "three-inks-square.jpg"];
        MediaFile[] files = [.. names.Take(count).Select(MediaFile.Demo)];
        var content = new PostContent
        {
            Text = "Look",
            Media = [.. files.Select((file, i) => new PostMedia(file.Asset.Id, AltText: $"picture {i}"))],
        };
        var work = actor.Work(content, files);
        Assert.Equal(format, sandbox.Publisher.FormatOf(work.Content, work.Media));

        var (answer, _, _) = await sandbox.RunAsync(work);

        Assert.StartsWith(urn, Assert.IsType<StepAnswer.Done>(answer).PlatformPostId);
        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        Assert.Equal(kind, effect.GetProperty("kind").GetString());
        Assert.Equal(files.Select(file => file.Asset.Sha256), Hashes(effect));
    }

    [Fact]
    public async Task A_member_who_may_not_read_images_posts_them_all_the_same()
    {
        var actor = await sandbox.ConnectAsync(organization: false, scopes: ["openid", "profile", "w_member_social"]);

        var (answer, _, steps) = await sandbox.RunAsync(
            actor.Work(new PostContent { Text = "Mine" }, MediaFile.Demo("rye-portrait.jpg"))
        );

        Assert.IsType<StepAnswer.Done>(answer);
        Assert.Contains("poll", steps);
    }

    [Fact]
    public async Task A_post_whose_image_is_not_ready_waits_and_goes_live_once()
    {
        var actor = await sandbox.ConnectAsync(organization: false, scopes: ["openid", "profile", "w_member_social"]);
        await sandbox.PostAsync("control/options", new { imageProcessingMs = 300 });

        var (answer, _, steps) = await sandbox.RunAsync(
            actor.Work(new PostContent { Text = "Not yet" }, MediaFile.Demo("rye-portrait.jpg"))
        );
        await sandbox.PostAsync("control/options", new { imageProcessingMs = 0 });

        Assert.IsType<StepAnswer.Done>(answer);
        Assert.True(steps.Count(step => step == "publish") > 1, "The first attempt was not refused.");
        Assert.Single(await sandbox.EffectsAsync(actor.Channel));
    }

    [Theory]
    [InlineData(154_856, 1)]
    [InlineData((4 << 20) + 1, 2)]
    [InlineData((8 << 20) + 5000, 3)]
    public async Task A_video_goes_up_in_the_parts_that_LinkedIn_names(int size, int parts)
    {
        var actor = await sandbox.ConnectAsync();
        var cover = MediaFile.Demo("open-now-story.jpg");
        var video = size == 154_856 ? MediaFile.Demo("dough-reel.mp4") : MediaFile.LongVideo(size);
        var content = new PostContent
        {
            Text = "Dough",
            Title = "Dough rising",
            Cover = cover.Asset.Id,
        };
        var work = actor.Work(content, [video], [cover]);
        Assert.Empty(sandbox.Publisher.Check(work.Draft));

        var (answer, _, steps) = await sandbox.RunAsync(work);

        Assert.StartsWith("urn:li:ugcPost:", Assert.IsType<StepAnswer.Done>(answer).PlatformPostId);
        Assert.Equal(parts, steps.Count(step => step == "upload"));
        Assert.Equal(["thumbnail", "finalize", "poll", "publish"], steps.TakeLast(4));
        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        Assert.Equal("video", effect.GetProperty("kind").GetString());
        Assert.Equal([video.Asset.Sha256], Hashes(effect));
    }

    [Theory]
    [InlineData(false, "captions finalize poll publish")]
    [InlineData(true, "thumbnail captions finalize poll publish")]
    public async Task Captions_in_English_go_with_the_video_and_others_are_said_to_stay(bool withCover, string last)
    {
        var actor = await sandbox.ConnectAsync();
        var video = MediaFile.Demo("dough-reel.mp4");
        var cover = MediaFile.Demo("open-now-story.jpg");
        var english = MediaFile.Of("en.srt", "1\n00:00:00,000 --> 00:00:02,000\nFresh bread\n"u8.ToArray());
        var german = MediaFile.Of("de.srt", "1\n00:00:00,000 --> 00:00:02,000\nFrisches Brot\n"u8.ToArray());
        var content = new PostContent
        {
            Text = $"Dough {withCover}",
            Cover = withCover ? cover.Asset.Id : null,
            Subtitles = [new Subtitles(german.Asset.Id, "de"), new Subtitles(english.Asset.Id, "en-US")],
        };
        var work = actor.Work(content, [video], [cover, english, german]);
        var finding = Assert.Single(sandbox.Publisher.Check(work.Draft));
        Assert.Equal(("subtitles[0]", "linkedin.subtitles.unused"), (finding.Field, finding.Rule));

        var (answer, _, steps) = await sandbox.RunAsync(work);

        var done = Assert.IsType<StepAnswer.Done>(answer);
        Assert.Equal(last, string.Join(' ', steps.SkipWhile(step => step != last.Split(' ')[0])));
        using var page = await sandbox.Http.GetAsync(done.Permalink);
        Assert.Contains(
            "Captions",
            page.Headers.Location is { } seen ? await sandbox.Http.GetStringAsync(seen) : await page.Content.ReadAsStringAsync()
        );
    }

    [Fact]
    public async Task Captions_in_another_language_or_format_are_not_announced_to_LinkedIn()
    {
        var actor = await sandbox.ConnectAsync();
        var video = MediaFile.Demo("dough-reel.mp4");
        var webVtt = MediaFile.Of("en.vtt", "WEBVTT\n\n00:00.000 --> 00:02.000\nFresh bread\n"u8.ToArray());
        var content = new PostContent { Text = "Dough by hand", Subtitles = [new Subtitles(webVtt.Asset.Id, "en")] };
        var work = actor.Work(content, [video], [webVtt]);
        Assert.Equal("linkedin.subtitles.unused", Assert.Single(sandbox.Publisher.Check(work.Draft)).Rule);

        var (answer, _, steps) = await sandbox.RunAsync(work);

        Assert.IsType<StepAnswer.Done>(answer);
        Assert.DoesNotContain("captions", steps);
    }

    [Fact]
    public async Task A_document_is_titled_by_its_file_where_nothing_else_is_said()
    {
        var actor = await sandbox.ConnectAsync();
        var work = actor.Work(new PostContent { Text = "The menu" }, MediaFile.Pdf());
        Assert.DoesNotContain(sandbox.Publisher.Check(work.Draft), finding => finding.Severity is FindingSeverity.Error);

        var (answer, _, _) = await sandbox.RunAsync(work);

        Assert.IsType<StepAnswer.Done>(answer);
        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        Assert.Equal(
            ("document", "Autumn menu"),
            (effect.GetProperty("kind").GetString(), effect.GetProperty("title").GetString())
        );
    }

    [Fact]
    public async Task Addresses_of_an_upload_are_not_readable_in_the_cursor_and_die_with_the_token()
    {
        var actor = await sandbox.ConnectAsync();
        var (_, work, _) = await sandbox.RunAsync(
            actor.Work(new PostContent { Text = "Dough" }, MediaFile.LongVideo(5 << 20)),
            until: "upload"
        );
        Assert.DoesNotContain("dms-uploads", work.Cursor);
        Assert.DoesNotContain("http", work.Cursor);

        var renewed = await sandbox.PostAsync("control/tokens", new { platform = "linkedin", account = actor.MemberId });
        work = work with { AccessToken = new Core.Channels.Secret(renewed.GetProperty("accessToken").GetString()!) };
        var (answer, _, steps) = await sandbox.RunAsync(work);

        Assert.IsType<StepAnswer.Done>(answer);
        Assert.Equal(["upload", "register", "upload", "upload"], steps.Take(4)); // the first one finds that it can't go on
    }

    [Fact]
    public async Task The_first_comment_is_made_once_and_found_again()
    {
        var actor = await sandbox.ConnectAsync();
        var work = actor.Work(new PostContent { Text = "Question", FirstComment = "Answer (here)" });
        var (answer, _, _) = await sandbox.RunAsync(work);
        var post = Assert.IsType<StepAnswer.Done>(answer).PlatformPostId;
        var plan = Assert.Single(sandbox.Publisher.Children(work.Content));
        var child = new ChildWork(work, post, plan.Name, Cursor: null, new Dictionary<string, string>());
        var before = DateTimeOffset.UtcNow;
        Assert.IsType<FindAnswer.Absent>(await sandbox.Publisher.FindChildAsync(child, before, CancellationToken.None));

        var made = await sandbox.Publisher.AdvanceChildAsync(
            child,
            sandbox.Publisher.NextChildStep(child),
            CancellationToken.None
        );

        var done = Assert.IsType<StepAnswer.Done>(made);
        var found = Assert.IsType<FindAnswer.Found>(
            await sandbox.Publisher.FindChildAsync(child, before, CancellationToken.None)
        );
        Assert.Equal(done.PlatformPostId, Assert.Single(found.Candidates).PlatformPostId);
        var comment = Assert.Single(await sandbox.EffectsAsync(actor.Channel), effect => Kind(effect) == "comment");
        Assert.Equal("Answer (here)", comment.GetProperty("caption").GetString());
        Assert.Equal(ChildStep.FirstComment, plan.Name);
    }

    [Fact]
    public async Task A_live_text_is_changed_and_the_post_deleted_twice()
    {
        var actor = await sandbox.ConnectAsync();
        var work = actor.Work(new PostContent { Text = "Open at 6" });
        var (answer, _, _) = await sandbox.RunAsync(work);
        var post = Assert.IsType<StepAnswer.Done>(answer).PlatformPostId;
        var changed = work with { Content = work.Content with { Text = "Open at 7 (really)" } };

        Assert.Equal(
            new LiveAnswer.Shown(IsAsWanted: false),
            await sandbox.Publisher.ReadLiveAsync(changed, post, CancellationToken.None)
        );
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.EditAsync(changed, post, CancellationToken.None));
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.EditAsync(changed, post, CancellationToken.None));
        Assert.Equal(
            new LiveAnswer.Shown(IsAsWanted: true),
            await sandbox.Publisher.ReadLiveAsync(changed, post, CancellationToken.None)
        );
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.DeleteAsync(changed, post, CancellationToken.None));
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.DeleteAsync(changed, post, CancellationToken.None));

        Assert.IsType<LiveAnswer.Gone>(await sandbox.Publisher.ReadLiveAsync(changed, post, CancellationToken.None));
        var effects = await sandbox.EffectsAsync(actor.Channel);
        Assert.Equal(["post", "edit", "edit", "delete"], effects.Select(Kind));
        Assert.Equal("Open at 7 (really)", effects[1].GetProperty("caption").GetString());
        var gone = Assert.IsType<StepAnswer.Refused>(await sandbox.Publisher.EditAsync(changed, post, CancellationToken.None));
        Assert.Equal("NOT_FOUND", gone.Problem.Code);
    }

    private static string? Kind(JsonElement effect) => effect.GetProperty("kind").GetString();

    private static IEnumerable<string?> Hashes(JsonElement effect) =>
        effect.GetProperty("mediaSha256").EnumerateArray().Select(hash => hash.GetString());
}
