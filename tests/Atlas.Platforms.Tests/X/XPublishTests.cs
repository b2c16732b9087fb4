using System.Text.Json;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Platforms.Tests.LinkedIn;

namespace Atlas.Platforms.Tests.X;

/// <summary>Every format, threads and comments, from nothing to the simulated feed.</summary>
public sealed class XPublishTests(XSandbox sandbox) : IClassFixture<XSandbox>
{
    [Fact]
    public async Task A_text_goes_live_once_with_its_link_behind_it()
    {
        var actor = await sandbox.ConnectAsync();
        var work = actor.Work(
            new PostContent
            {
                Text = "Rye & <spelt> 🥖",
                Link = "https://harbour.bakery.example/rye?a=1&b=2",
                Options = JsonSerializer.SerializeToElement(new { replySettings = "following", madeWithAi = true }),
            }
        );
        Assert.Empty(sandbox.Publisher.Check(work.Draft));

        var (answer, _, steps) = await sandbox.RunAsync(work);

        var done = Assert.IsType<StepAnswer.Done>(answer);
        Assert.Equal(["begin", "publish"], steps);
        Assert.Equal("99 of 100 left", done.Call?.Usage);
        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        Assert.Equal($"{work.Content.Text}\n{work.Content.Link}", effect.GetProperty("caption").GetString());
        using var page = await sandbox.Http.GetAsync(done.Permalink);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, page.StatusCode);
    }

    [Fact]
    public async Task A_poll_goes_live_below_its_question()
    {
        var actor = await sandbox.ConnectAsync();
        var work = actor.Work(Poll(["Rye", "Spelt"], 60));
        Assert.Empty(sandbox.Publisher.Check(work.Draft));

        var (answer, _, _) = await sandbox.RunAsync(work);

        var done = Assert.IsType<StepAnswer.Done>(answer);
        using var page = await sandbox.Http.GetAsync(done.Permalink);
        Assert.Contains("Rye / Spelt", await sandbox.Http.GetStringAsync(page.Headers.Location));
    }

    [Fact]
    public async Task Each_rule_of_a_poll_is_checked_before_and_the_network_refuses_it_too()
    {
        var actor = await sandbox.ConnectAsync();
        (PostContent Content, string Rule)[] broken =
        [
            (Poll(["Rye"], 60), "x.poll.choices"),
            (Poll(["1", "2", "3", "4", "5"], 60), "x.poll.choices"),
            (Poll(["Rye", new string('a', 26)], 60), "x.poll.choice"),
            (Poll(["Rye", "Spelt"], 4), "x.poll.duration"),
            (Poll(["Rye", "Spelt"], 10_081), "x.poll.duration"),
        ];
        foreach (var (content, rule) in broken)
        {
            var work = actor.Work(content);
            Assert.Equal(rule, Assert.Single(sandbox.Publisher.Check(work.Draft)).Rule);
            Assert.IsType<StepAnswer.Refused>((await sandbox.RunAsync(work)).Answer);
        }

        var picture = MediaFile.Demo("rye-portrait.jpg");
        var both = Poll(["Rye", "Spelt"], 60) with { Media = [new PostMedia(picture.Asset.Id)] };
        Assert.Contains(sandbox.Publisher.Check(actor.Work(both, picture).Draft), finding => finding.Rule == "x.poll.media");
        Assert.Empty(await sandbox.EffectsAsync(actor.Channel));
    }

    [Fact]
    public async Task People_are_tagged_in_the_media_by_their_ids()
    {
        var actor = await sandbox.ConnectAsync();
        var picture = MediaFile.Demo("rye-portrait.jpg");
        var work = actor.Work(Tagged(["783214", "2244994945"], picture), picture);
        Assert.Empty(sandbox.Publisher.Check(work.Draft));

        var (answer, _, _) = await sandbox.RunAsync(work);

        var done = Assert.IsType<StepAnswer.Done>(answer);
        using var page = await sandbox.Http.GetAsync(done.Permalink);
        Assert.Contains("783214 2244994945", await sandbox.Http.GetStringAsync(page.Headers.Location));
    }

    [Fact]
    public async Task Tags_that_X_does_not_take_are_found_before_and_refused_by_the_network_too()
    {
        var actor = await sandbox.ConnectAsync();
        var picture = MediaFile.Demo("rye-portrait.jpg");
        (string[] Ids, string Rule)[] broken =
        [
            ([.. Enumerable.Range(1, 11).Select(id => $"{id}")], "x.tags.count"),
            (["harbour_bakery"], "x.tags.id"),
        ];
        foreach (var (ids, rule) in broken)
        {
            var work = actor.Work(Tagged(ids, picture), picture);
            Assert.Equal(rule, Assert.Single(sandbox.Publisher.Check(work.Draft)).Rule);
            Assert.IsType<StepAnswer.Refused>((await sandbox.RunAsync(work)).Answer);
        }

        var alone = actor.Work(Tagged(["783214"], picture) with { Media = [] });
        Assert.Equal("x.tags.media", Assert.Single(sandbox.Publisher.Check(alone.Draft)).Rule);
    }

    private static PostContent Tagged(string[] taggedUserIds, MediaFile picture) =>
        new()
        {
            Text = $"Baked by {taggedUserIds.Length}",
            Media = [new PostMedia(picture.Asset.Id)],
            Options = JsonSerializer.SerializeToElement(new { taggedUserIds }),
        };

    private static PostContent Poll(string[] choices, int minutes) =>
        new()
        {
            Text = $"What shall we bake, of {choices.Length}, for {minutes}?",
            Options = JsonSerializer.SerializeToElement(new { poll = new { choices, minutes } }),
        };

    [Fact]
    public async Task Four_images_go_live_with_their_alternative_texts()
    {
        var actor = await sandbox.ConnectAsync();
        string[] names = ["rye-portrait.jpg", "fjord-landscape.jpg", "three-inks-square.jpg", "open-now-story.jpg"];
        MediaFile[] files = [.. names.Select(MediaFile.Demo)];
        var content = new PostContent
        {
            Text = "Look",
            Media = [.. files.Select((file, i) => new PostMedia(file.Asset.Id, AltText: i % 2 == 0 ? $"picture {i}" : null))],
        };
        var work = actor.Work(content, files);
        Assert.Equal("Images", sandbox.Publisher.FormatOf(work.Content, work.Media));

        var (answer, _, steps) = await sandbox.RunAsync(work);

        var done = Assert.IsType<StepAnswer.Done>(answer);
        Assert.Equal(2, steps.Count(step => step == "describe"));
        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        Assert.Equal(
            files.Select(file => file.Asset.Sha256),
            effect.GetProperty("mediaSha256").EnumerateArray().Select(hash => hash.GetString())
        );
        using var page = await sandbox.Http.GetAsync(done.Permalink);
        Assert.Contains("picture 2", await sandbox.Http.GetStringAsync(page.Headers.Location));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData((8 << 20) + 5000, 3)]
    public async Task A_video_goes_up_segment_by_segment(int size, int segments)
    {
        var actor = await sandbox.ConnectAsync();
        var video = size == 0 ? MediaFile.Demo("dough-reel.mp4") : MediaFile.LongVideo(size);

        var (answer, _, steps) = await sandbox.RunAsync(actor.Work(new PostContent { Text = "Dough" }, video));

        Assert.IsType<StepAnswer.Done>(answer);
        Assert.Equal(segments, steps.Count(step => step == "append"));
        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        Assert.Equal(video.Asset.Sha256, effect.GetProperty("mediaSha256")[0].GetString());
    }

    [Fact]
    public async Task A_thread_is_a_chain_of_replies_with_media_of_their_own()
    {
        var actor = await sandbox.ConnectAsync();
        var picture = MediaFile.Demo("rye-portrait.jpg");
        var content = new PostContent
        {
            Text = "One",
            Thread = [new ThreadPart("Two"), new ThreadPart("Three", [new PostMedia(picture.Asset.Id, "bread")])],
            FirstComment = "Asked",
        };
        var work = actor.Work(content, [], [picture]);
        Assert.Empty(sandbox.Publisher.Check(work.Draft));
        var (answer, _, _) = await sandbox.RunAsync(work);
        var root = Assert.IsType<StepAnswer.Done>(answer).PlatformPostId;
        var plans = sandbox.Publisher.Children(content);
        Dictionary<string, string> made = [];
        var before = DateTimeOffset.UtcNow;
        foreach (var plan in plans)
        {
            var child = new ChildWork(work, root, plan.Name, Cursor: null, made);
            Assert.IsType<FindAnswer.Absent>(await sandbox.Publisher.FindChildAsync(child, before, CancellationToken.None));
            var done = Assert.IsType<StepAnswer.Done>(await sandbox.RunAsync(child));
            var found = await sandbox.Publisher.FindChildAsync(
                child with
                {
                    Cursor = done.Cursor,
                },
                before,
                CancellationToken.None
            );
            Assert.Equal(done.PlatformPostId, Assert.Single(Assert.IsType<FindAnswer.Found>(found).Candidates).PlatformPostId);
            made[plan.Name] = done.PlatformPostId;
        }

        Assert.Equal(
            [("part02", null), ("part03", "part02"), (ChildStep.FirstComment, null)],
            plans.Select(plan => (plan.Name, plan.After))
        );
        var effects = await sandbox.EffectsAsync(actor.Channel);
        Assert.Equal(
            [("One", null), ("Two", root), ("Three", made["part02"]), ("Asked", root)],
            effects.Select(effect =>
                (effect.GetProperty("caption").GetString(), effect.TryGetProperty("parentId", out var id) ? id.GetString() : null)
            )
        );
    }

    [Fact]
    public async Task A_post_is_deleted_twice_and_never_changed()
    {
        var actor = await sandbox.ConnectAsync();
        var (answer, work, _) = await sandbox.RunAsync(actor.Text("Gone soon"));
        var id = Assert.IsType<StepAnswer.Done>(answer).PlatformPostId;

        Assert.IsType<StepAnswer.Refused>(await sandbox.Publisher.EditAsync(work, id, CancellationToken.None));
        Assert.Equal(
            new LiveAnswer.Shown(IsAsWanted: false),
            await sandbox.Publisher.ReadLiveAsync(work, id, CancellationToken.None)
        );
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.DeleteAsync(work, id, CancellationToken.None));
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.DeleteAsync(work, id, CancellationToken.None));
        Assert.IsType<LiveAnswer.Gone>(await sandbox.Publisher.ReadLiveAsync(work, id, CancellationToken.None));

        Assert.Equal(2, (await sandbox.EffectsAsync(actor.Channel)).Length);
        Assert.All(sandbox.Publisher.Abilities.Formats, format => Assert.Null(format.Edit));
    }

    [Fact]
    public void Costs_count_every_post_of_a_thread()
    {
        var content = new PostContent
        {
            Text = "a",
            Thread = [new ThreadPart("b")],
            FirstComment = "c",
        };
        var costs = sandbox.Publisher.Costs(
            new XActor(Instagram.Posts.Channel(), new Core.Channels.Secret("t")).Work(content).Draft
        );

        Assert.Equal(["x.quarter", "x.day", "x.month"], costs.Select(cost => cost.Quota));
        Assert.All(costs, cost => Assert.Equal(3, cost.Units));
    }
}
