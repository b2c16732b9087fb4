using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Platforms.Bluesky;
using Atlas.Platforms.Tests.Instagram;

namespace Atlas.Platforms.Tests.Bluesky;

/// <summary>Every format and every documented error that matters, against the simulated network.</summary>
public sealed class BlueskyPublishingTests(BlueskySandbox sandbox) : IClassFixture<BlueskySandbox>
{
    [Theory]
    [InlineData("post", "prepare publish")]
    [InlineData("post", "prepare blob blob publish", "rye-portrait.jpg", "three-inks-square.jpg")]
    [InlineData("video", "prepare video job publish", "dough-reel.mp4")]
    public async Task Every_format_goes_live_once(string kind, string steps, params string[] files)
    {
        var actor = await sandbox.ConnectAsync();
        var media = files.Select(sandbox.Files.Demo).ToList();
        var work = sandbox.Work(actor, Posts.Content(PostType.Post, media), media);
        Assert.DoesNotContain(sandbox.Publisher.Check(work.Draft), finding => finding.Severity is FindingSeverity.Error);

        var (answer, _, taken) = await sandbox.RunAsync(work);

        var done = Assert.IsType<StepAnswer.Done>(answer);
        Assert.Equal(steps, string.Join(' ', taken));
        var effect = Assert.Single(await EffectsAsync(actor.Channel));
        Assert.Equal(kind, effect.GetProperty("kind").GetString());
        Assert.EndsWith($"/{effect.GetProperty("mediaId").GetString()}", done.PlatformPostId);
        Assert.StartsWith($"at://{actor.Channel.AccountId}/app.bsky.feed.post/", done.PlatformPostId);
        Assert.EndsWith($"/profile/{actor.Channel.Handle}/post/{effect.GetProperty("mediaId").GetString()}", done.Permalink);
        Assert.Equal(
            media.Select(asset => asset.Sha256),
            effect.GetProperty("mediaSha256").EnumerateArray().Select(hash => hash.GetString())
        );
    }

    [Fact]
    public async Task A_link_becomes_a_card_with_its_title_and_picture()
    {
        var actor = await sandbox.ConnectAsync();
        var cover = sandbox.Files.Demo("rye-portrait.jpg");
        var content = Posts.Content(PostType.Post, []) with
        {
            Link = "https://bread.example/rye",
            Title = "Rye",
            Cover = cover.Id,
        };

        var (answer, _, steps) = await sandbox.RunAsync(sandbox.Work(actor, content, [], cover));

        Assert.IsType<StepAnswer.Done>(answer);
        Assert.Equal(["prepare", "blob", "publish"], steps);
        var effect = Assert.Single(await EffectsAsync(actor.Channel));
        Assert.Equal("https://bread.example/rye", effect.GetProperty("link").GetString());
        Assert.Equal("Rye", effect.GetProperty("title").GetString());
    }

    [Fact]
    public async Task Links_mentions_and_hashtags_are_marked_and_unknown_handles_stay_text()
    {
        var (actor, friend) = (await sandbox.ConnectAsync(), await sandbox.ConnectAsync());
        var text = $"Süß 🥐 mit @{friend.Channel.Handle} und @nobody.example.com: https://bread.example/a_(b) #Brötchen!";

        var (answer, _, _) = await sandbox.RunAsync(sandbox.Work(actor, Posts.Content(PostType.Post, [], text), []));

        var id = Assert.IsType<StepAnswer.Done>(answer).PlatformPostId.Split('/')[^1];
        var page = await sandbox.PageAsync($"bluesky/{actor.Account.GetProperty("username").GetString()}/{id}");
        Assert.Contains(friend.Channel.Handle!, page);
        Assert.Contains("Brötchen", System.Net.WebUtility.HtmlDecode(page));
        Assert.Equal(1, page.Split("mention<").Length - 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_ones_post_is_quoted_alone_and_beside_pictures(bool withPicture)
    {
        var (author, actor) = (await sandbox.ConnectAsync(), await sandbox.ConnectAsync());
        var quoted = await LiveAsync(author, "Rye at six");
        Core.Media.MediaAsset[] media = withPicture ? [sandbox.Files.Demo("rye-portrait.jpg")] : [];
        foreach (var address in (string[])[quoted.PlatformPostId, AppLink(author, quoted)])
        {
            var content = Quoting(address) with { Media = [.. media.Select(file => new PostMedia(file.Id))] };
            var work = sandbox.Work(actor, content, media);
            Assert.Empty(sandbox.Publisher.Check(work.Draft));

            var (answer, _, _) = await sandbox.RunAsync(work);

            var id = Key(Assert.IsType<StepAnswer.Done>(answer).PlatformPostId);
            var page = await sandbox.PageAsync($"bluesky/{actor.Account.GetProperty("username").GetString()}/{id}");
            Assert.Contains(quoted.PlatformPostId, System.Net.WebUtility.HtmlDecode(page));
        }

        Assert.All(
            await EffectsAsync(actor.Channel),
            effect => Assert.Equal(media.Length, effect.GetProperty("mediaSha256").GetArrayLength())
        );
    }

    [Fact]
    public async Task A_quoted_post_that_is_gone_is_refused_before_anything_is_live()
    {
        var (author, actor) = (await sandbox.ConnectAsync(), await sandbox.ConnectAsync());
        var quoted = await LiveAsync(author, "Rye at seven");
        var work = sandbox.Work(author, Posts.Content(PostType.Post, []), []);
        await sandbox.Publisher.DeleteAsync(work, quoted.PlatformPostId, default);

        foreach (var address in (string[])[quoted.PlatformPostId, "https://bsky.app/profile/nobody.example.com/post/3abc"])
        {
            var (answer, _, steps) = await sandbox.RunAsync(sandbox.Work(actor, Quoting(address), []));

            var refused = Assert.IsType<StepAnswer.Refused>(answer);
            Assert.Equal(("atlas/quote-gone", RefusalClass.Rejected), (refused.Problem.Code, refused.Class));
            Assert.Equal(["prepare"], steps);
        }

        Assert.Empty(await EffectsAsync(actor.Channel));
    }

    [Theory]
    [InlineData("https://bsky.app/profile/bread.example")]
    [InlineData("https://elsewhere.example/profile/bread.example/post/3abc")]
    [InlineData("at://did:plc:a/app.bsky.feed.like/3abc")]
    [InlineData("at://did:plc:a/app.bsky.feed.post/")]
    [InlineData("rye")]
    public async Task What_is_no_posts_address_is_not_quoted(string address)
    {
        var actor = await sandbox.ConnectAsync();

        var finding = Assert.Single(sandbox.Publisher.Check(sandbox.Work(actor, Quoting(address), []).Draft));

        Assert.Equal(("options.quote", "bluesky.quote.address"), (finding.Field, finding.Rule));
    }

    private static PostContent Quoting(string quote) =>
        Posts.Content(PostType.Post, []) with
        {
            Options = JsonSerializer.SerializeToElement(new { quote }),
        };

    private async Task<StepAnswer.Done> LiveAsync((Channel Channel, Secret Token, JsonElement Account) author, string text)
    {
        var (answer, _, _) = await sandbox.RunAsync(sandbox.Work(author, Posts.Content(PostType.Post, [], text), []));
        return Assert.IsType<StepAnswer.Done>(answer);
    }

    private static string AppLink((Channel Channel, Secret Token, JsonElement Account) author, StepAnswer.Done post) =>
        $"https://bsky.app/profile/{author.Channel.Handle}/post/{Key(post.PlatformPostId)}";

    [Fact]
    public async Task A_thread_and_a_first_comment_follow_the_post()
    {
        var actor = await sandbox.ConnectAsync();
        var picture = sandbox.Files.Demo("rye-portrait.jpg");
        var content = Posts.Content(PostType.Post, []) with
        {
            Thread = [new ThreadPart("Second", [new PostMedia(picture.Id)]), new ThreadPart("Third")],
            FirstComment = "First comment",
        };
        var work = sandbox.Work(actor, content, [], picture);
        Assert.Empty(sandbox.Publisher.Check(work.Draft));
        Assert.Equal(
            [new ChildPlan("part02"), new ChildPlan("part03", "part02"), new ChildPlan("firstComment")],
            sandbox.Publisher.Children(content)
        );

        var (answer, last, _) = await sandbox.RunAsync(work);
        var root = Assert.IsType<StepAnswer.Done>(answer).PlatformPostId;
        Dictionary<string, string> made = [];
        foreach (var plan in sandbox.Publisher.Children(content))
        {
            var done = Assert.IsType<StepAnswer.Done>(
                await sandbox.RunChildAsync(new ChildWork(last, root, plan.Name, null, made))
            );
            made[plan.Name] = done.PlatformPostId;
        }

        var effects = await EffectsAsync(actor.Channel);
        Assert.Equal(
            ["Fresh bread", "Second", "Third", "First comment"],
            effects.Select(effect => effect.GetProperty("caption").GetString())
        );
        Assert.Equal(
            [Key(root), Key(made["part02"]), Key(root)],
            effects.Skip(1).Select(effect => effect.GetProperty("parentId").GetString())
        );
        Assert.Equal(picture.Sha256, effects[1].GetProperty("mediaSha256")[0].GetString());
    }

    [Theory]
    [InlineData("cut", "after")]
    [InlineData("serverError", "after")]
    [InlineData("malformedBody", "after")]
    [InlineData("cut", "before")]
    [InlineData("serverError", "before")]
    public async Task A_lost_answer_is_settled_exactly(string kind, string phase)
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(
            new
            {
                kind,
                phase,
                operation = "bluesky.post.create",
                accountId = actor.Channel.AccountId,
                times = 1,
            }
        );
        var work = sandbox.Work(actor, Posts.Content(PostType.Post, []), []);

        var (answer, last, _) = await sandbox.RunAsync(work);

        Assert.IsType<StepAnswer.Unknown>(answer);
        var found = await sandbox.Publisher.FindPublishedAsync(last, DateTimeOffset.UtcNow, CancellationToken.None);
        if (phase == "before")
        {
            Assert.True(Assert.IsType<FindAnswer.Absent>(found).Certain);
            Assert.Empty(await EffectsAsync(actor.Channel));
        }
        else
        {
            var effect = Assert.Single(await EffectsAsync(actor.Channel));
            Assert.EndsWith(
                effect.GetProperty("mediaId").GetString()!,
                Assert.Single(Assert.IsType<FindAnswer.Found>(found).Candidates).PlatformPostId
            );
        }

        // Sent again all the same, the key keeps it from being there twice.
        Assert.IsType<StepAnswer.Done>((await sandbox.RunAsync(last)).Answer);
        Assert.Single(await EffectsAsync(actor.Channel));
    }

    [Fact]
    public async Task A_lost_reply_is_settled_exactly_too()
    {
        var actor = await sandbox.ConnectAsync();
        var content = Posts.Content(PostType.Post, []) with { FirstComment = "First comment" };
        var (answer, last, _) = await sandbox.RunAsync(sandbox.Work(actor, content, []));
        var root = Assert.IsType<StepAnswer.Done>(answer).PlatformPostId;
        var child = new ChildWork(last, root, ChildStep.FirstComment, null, new Dictionary<string, string>());
        var prepared = await sandbox.Publisher.AdvanceChildAsync(
            child,
            sandbox.Publisher.NextChildStep(child),
            CancellationToken.None
        );
        child = child with { Cursor = Assert.IsType<StepAnswer.Continue>(prepared).Cursor };
        await sandbox.FaultAsync(
            new
            {
                kind = "cut",
                phase = "after",
                operation = "bluesky.post.create",
                accountId = actor.Channel.AccountId,
                times = 1,
            }
        );

        Assert.IsType<StepAnswer.Unknown>(await sandbox.RunChildAsync(child));
        var found = await sandbox.Publisher.FindChildAsync(child, DateTimeOffset.UtcNow, CancellationToken.None);

        var effects = await EffectsAsync(actor.Channel);
        Assert.Equal(2, effects.Length);
        Assert.EndsWith(
            effects[1].GetProperty("mediaId").GetString()!,
            Assert.IsType<FindAnswer.Found>(found).Candidates[0].PlatformPostId
        );
    }

    [Fact]
    public async Task A_reply_whose_parent_could_not_be_read_goes_out_later()
    {
        var actor = await sandbox.ConnectAsync();
        var content = Posts.Content(PostType.Post, []) with { FirstComment = "First comment" };
        var (answer, last, _) = await sandbox.RunAsync(sandbox.Work(actor, content, []));
        var root = Assert.IsType<StepAnswer.Done>(answer).PlatformPostId;
        var child = new ChildWork(last, root, ChildStep.FirstComment, null, new Dictionary<string, string>());
        await sandbox.FaultAsync(
            new
            {
                kind = "serverError",
                operation = "bluesky.post.read",
                accountId = actor.Channel.AccountId,
                times = 3, // reads are tried as often
            }
        );

        var refused = Assert.IsType<StepAnswer.Refused>(await sandbox.RunChildAsync(child));
        var done = await sandbox.RunChildAsync(child with { Cursor = refused.Cursor });

        Assert.Equal(RefusalClass.Transient, refused.Class);
        Assert.NotEqual(root, Assert.IsType<StepAnswer.Done>(done).PlatformPostId);
        Assert.Equal(2, (await EffectsAsync(actor.Channel)).Length);
    }

    [Fact]
    public async Task A_reply_to_a_post_that_is_gone_is_refused()
    {
        var actor = await sandbox.ConnectAsync();
        var content = Posts.Content(PostType.Post, []) with { FirstComment = "First comment" };
        var (answer, last, _) = await sandbox.RunAsync(sandbox.Work(actor, content, []));
        var root = Assert.IsType<StepAnswer.Done>(answer).PlatformPostId;

        Assert.Equal(
            new LiveAnswer.Shown(IsAsWanted: false),
            await sandbox.Publisher.ReadLiveAsync(last, root, CancellationToken.None)
        );
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.DeleteAsync(last, root, CancellationToken.None));
        Assert.IsType<LiveAnswer.Gone>(await sandbox.Publisher.ReadLiveAsync(last, root, CancellationToken.None));
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.DeleteAsync(last, root, CancellationToken.None)); // gone is gone
        var reply = await sandbox.RunChildAsync(
            new ChildWork(last, root, ChildStep.FirstComment, null, new Dictionary<string, string>())
        );

        Assert.Equal("atlas/parent-gone", Assert.IsType<StepAnswer.Refused>(reply).Problem.Code);
        Assert.Equal(
            ["post", "delete"],
            (await EffectsAsync(actor.Channel)).Select(effect => effect.GetProperty("kind").GetString())
        );
        var edit = await sandbox.Publisher.EditAsync(last, root, CancellationToken.None);
        Assert.Equal("atlas/edit", Assert.IsType<StepAnswer.Refused>(edit).Problem.Code);
    }

    [Theory]
    [InlineData("RateLimitExceeded", 429, RefusalClass.RateLimited, "more calls")]
    [InlineData("ExpiredToken", 400, RefusalClass.Transient, "renewed")]
    [InlineData("InvalidToken", 400, RefusalClass.Reconnect, "access")]
    [InlineData("AuthenticationRequired", 401, RefusalClass.Reconnect, "access")]
    [InlineData("AccountTakedown", 401, RefusalClass.Reconnect, "taken the account down")]
    [InlineData("AccountDeactivated", 401, RefusalClass.Reconnect, "deactivated")]
    [InlineData("InvalidRequest", 400, RefusalClass.Rejected, "did not accept")]
    [InlineData("InvalidSwap", 400, RefusalClass.Transient, "same moment")]
    [InlineData("BlobTooLarge", 413, RefusalClass.Rejected, "too large")]
    public async Task A_documented_error_has_its_reaction_and_its_words(
        string error,
        int httpStatus,
        RefusalClass expected,
        string words
    )
    {
        foreach (var operation in new[] { "bluesky.blob.upload", "bluesky.post.create" })
        {
            var actor = await sandbox.ConnectAsync();
            await sandbox.FaultAsync(
                new
                {
                    kind = "error",
                    error,
                    httpStatus,
                    operation,
                    accountId = actor.Channel.AccountId,
                }
            );
            var picture = sandbox.Files.Demo("rye-portrait.jpg");

            var (answer, _, _) = await sandbox.RunAsync(sandbox.Work(actor, Posts.Content(PostType.Post, [picture]), [picture]));

            var refused = Assert.IsType<StepAnswer.Refused>(answer);
            Assert.Equal((expected, error), (refused.Class, refused.Problem.Code));
            Assert.Contains(words, refused.Problem.Message);
            Assert.NotNull(refused.Problem.Source);
            Assert.Empty(await EffectsAsync(actor.Channel));
        }
    }

    [Fact]
    public async Task A_limit_is_waited_for_as_long_as_the_server_says()
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(
            new
            {
                kind = "throttle",
                operation = "bluesky.post.create",
                accountId = actor.Channel.AccountId,
                retryAfterSeconds = 120,
            }
        );

        var (answer, _, _) = await sandbox.RunAsync(sandbox.Work(actor, Posts.Content(PostType.Post, []), []));

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal(RefusalClass.RateLimited, refused.Class);
        Assert.InRange(refused.RetryAt!.Value - DateTimeOffset.UtcNow, TimeSpan.FromSeconds(110), TimeSpan.FromSeconds(121));
    }

    [Fact]
    public async Task A_video_that_can_not_be_prepared_is_refused_and_one_that_is_known_is_taken_again()
    {
        var actor = await sandbox.ConnectAsync();
        var film = sandbox.Files.Demo("dough-reel.mp4");
        var broken = sandbox.Files.Put("broken.mp4", new byte[60_000], film.Probe);
        var (refusal, _, _) = await sandbox.RunAsync(sandbox.Work(actor, Posts.Content(PostType.Post, [broken]), [broken]));
        Assert.Equal("job/INVALID_VIDEO", Assert.IsType<StepAnswer.Refused>(refusal).Problem.Code);

        for (var i = 0; i < 2; i++)
        {
            var (answer, _, _) = await sandbox.RunAsync(
                sandbox.Work(actor, Posts.Content(PostType.Post, [film], $"{i}"), [film])
            );
            Assert.IsType<StepAnswer.Done>(answer);
        }

        Assert.Equal(2, (await EffectsAsync(actor.Channel)).Length);
    }

    [Fact]
    public async Task A_server_inside_is_never_called()
    {
        var actor = await sandbox.ConnectAsync();
        var content = Posts.Content(PostType.Post, []);
        foreach (var server in new[] { "http://127.0.0.1:9", "https://169.254.169.254", "https://localhost:8443" })
        {
            var (answer, _, _) = await sandbox.RunAsync(
                sandbox.Work(actor, content, []) with
                {
                    Channel = actor.Channel with { Server = server },
                }
            );

            Assert.Equal("atlas/unreachable", Assert.IsType<StepAnswer.Refused>(answer).Problem.Code);
        }
    }

    private async Task<JsonElement[]> EffectsAsync(Channel channel) => await sandbox.EffectsAsync(channel.AccountId);

    private static string Key(string uri) => BlueskyAddress.KeyOf(uri);
}
