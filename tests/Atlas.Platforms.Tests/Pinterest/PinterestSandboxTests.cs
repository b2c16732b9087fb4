using System.Text.Json;
using Atlas.Core;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Tests.Instagram;
using Atlas.Platforms.Tests.Simulated;

namespace Atlas.Platforms.Tests.Pinterest;

public sealed class PinterestSandboxTests(PinterestSandbox sandbox) : IClassFixture<PinterestSandbox>
{
    private const string Picture = "three-inks-square.jpg";

    public static TheoryData<string, string, string[]> Formats() =>
        new()
        {
            { "Image", "pin", [Picture] },
            { "Carousel", "carousel", [Picture, Picture] },
            { "Video", "video", ["dough-reel.mp4"] },
        };

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Each_format_goes_live_once(string format, string kind, string[] files)
    {
        var actor = await sandbox.ConnectAsync();
        var work = sandbox.Pin(actor, "Fresh from the oven", files);
        Assert.DoesNotContain(sandbox.Publisher.Check(work.Draft), finding => finding.Severity is FindingSeverity.Error);
        Assert.Empty(await sandbox.Publisher.AskAsync(work, CancellationToken.None));
        Assert.Equal(format, sandbox.Publisher.FormatOf(work.Content, work.Media));
        Assert.NotNull(sandbox.Publisher.Abilities.Find(format));

        var (answer, _) = await sandbox.RunAsync(work);

        var done = Assert.IsType<StepAnswer.Done>(answer);
        Assert.Contains(done.PlatformPostId, done.Permalink);
        Assert.InRange(done.PublishedAt!.Value - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));
        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        Assert.Equal((kind, done.PlatformPostId), (Text(effect, "kind"), Text(effect, "mediaId")));
        Assert.Equal(
            ("Rye", "Fresh from the oven", "https://bakery.example/rye"),
            (Text(effect, "title"), Text(effect, "caption"), Text(effect, "link"))
        );
        Assert.Equal(
            work.Media.Select(asset => asset.Sha256),
            effect.GetProperty("mediaSha256").EnumerateArray().Select(hash => hash.GetString())
        );
    }

    [Fact]
    public async Task A_video_is_uploaded_ahead_and_pinned_with_its_cover()
    {
        var actor = await sandbox.ConnectAsync();
        var cover = InstagramSandbox.Demo("rye-portrait.jpg");
        var work = sandbox.Pin(actor, "Dough", "dough-reel.mp4");
        work = work with
        {
            Content = work.Content with
            {
                Cover = cover.Id,
                Media = [work.Content.Media[0] with { AltText = "Hands and dough" }],
            },
            Extras = new Dictionary<Id<MediaAsset>, MediaAsset> { [cover.Id] = cover },
        };

        var (_, prepared) = await sandbox.RunAsync(work, until: "pin");
        Assert.Empty(await sandbox.EffectsAsync(actor.Channel));
        Assert.Equal(new PublishStep("pin", StepEffect.Once, Visible: true), sandbox.Publisher.NextStep(prepared));
        Assert.DoesNotContain("amz", prepared.Cursor, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", prepared.Cursor, StringComparison.OrdinalIgnoreCase);
        Assert.IsType<StepAnswer.Done>((await sandbox.RunAsync(prepared)).Answer);

        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        var page = await sandbox.PageAsync(new Uri(Text(effect, "permalink")!).AbsolutePath);
        Assert.Contains(cover.Sha256, page);
        Assert.Contains("Hands and dough", page);
    }

    [Theory]
    [InlineData("cut", Picture)]
    [InlineData("serverError", Picture)]
    [InlineData("malformedBody", "dough-reel.mp4")]
    public async Task A_lost_answer_is_found_on_the_board(string fault, string file)
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.RunAsync(sandbox.Pin(actor, "Another pin", Picture));
        var notBefore = DateTimeOffset.UtcNow;
        await sandbox.FaultAsync(Create(fault, "after", actor));

        var (answer, work) = await sandbox.RunAsync(sandbox.Pin(actor, "Fresh from the oven", file));
        Assert.IsType<StepAnswer.Unknown>(answer);
        var found = await sandbox.Publisher.FindPublishedAsync(work, notBefore, CancellationToken.None);

        var effects = await sandbox.EffectsAsync(actor.Channel);
        Assert.Equal(2, effects.Length);
        Assert.Equal(
            Text(effects[1], "mediaId"),
            Assert.Single(Assert.IsType<FindAnswer.Found>(found).Candidates).PlatformPostId
        );
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("serverError")]
    public async Task A_call_that_was_lost_before_its_effect_shows_nothing_and_can_go_out_again(string fault)
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(Create(fault, "before", actor));

        var (answer, work) = await sandbox.RunAsync(sandbox.Pin(actor, "Fresh", Picture));
        Assert.IsType<StepAnswer.Unknown>(answer);
        var found = await sandbox.Publisher.FindPublishedAsync(work, DateTimeOffset.UtcNow, CancellationToken.None);
        Assert.False(Assert.IsType<FindAnswer.Absent>(found).Certain);

        Assert.IsType<StepAnswer.Done>((await sandbox.RunAsync(work)).Answer);
        Assert.Single(await sandbox.EffectsAsync(actor.Channel));
    }

    [Fact]
    public async Task A_live_pin_is_changed_moved_and_deleted()
    {
        var actor = await sandbox.ConnectAsync();
        var (done, work) = await sandbox.RunAsync(sandbox.Pin(actor, "First words", Picture));
        var id = Assert.IsType<StepAnswer.Done>(done).PlatformPostId;
        var changed = work with
        {
            Content = work.Content with { Text = "Better words", Options = PinterestSandbox.Board(actor, "otherBoardId") },
        };

        Assert.Equal(
            new LiveAnswer.Shown(IsAsWanted: false),
            await sandbox.Publisher.ReadLiveAsync(changed, id, CancellationToken.None)
        );
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.EditAsync(changed, id, CancellationToken.None));
        Assert.Equal(
            new LiveAnswer.Shown(IsAsWanted: true),
            await sandbox.Publisher.ReadLiveAsync(changed, id, CancellationToken.None)
        );
        Assert.IsType<FindAnswer.Found>(
            await sandbox.Publisher.FindPublishedAsync(changed, DateTimeOffset.UtcNow, CancellationToken.None)
        );
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.DeleteAsync(changed, id, CancellationToken.None));
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.DeleteAsync(changed, id, CancellationToken.None));

        Assert.Equal(
            [("pin", "First words"), ("edit", "Better words"), ("delete", "Better words")],
            (await sandbox.EffectsAsync(actor.Channel)).Select(effect => (Text(effect, "kind"), Text(effect, "caption")))
        );
        Assert.IsType<LiveAnswer.Gone>(await sandbox.Publisher.ReadLiveAsync(changed, id, CancellationToken.None));
        var gone = await sandbox.Publisher.EditAsync(changed, id, CancellationToken.None);
        Assert.Equal(RefusalClass.Rejected, Assert.IsType<StepAnswer.Refused>(gone).Class);
    }

    [Fact]
    public async Task An_app_outside_of_the_beta_is_told_why_it_cannot_change_a_pin()
    {
        var actor = await sandbox.ConnectAsync();
        var (done, work) = await sandbox.RunAsync(sandbox.Pin(actor, "First words", Picture));
        await sandbox.FaultAsync(
            new
            {
                kind = "error",
                operation = "pinterest.pin.update",
                accountId = actor.Channel.AccountId,
                code = 29,
                httpStatus = 403,
                times = 1,
            }
        );

        var answer = await sandbox.Publisher.EditAsync(
            work,
            Assert.IsType<StepAnswer.Done>(done).PlatformPostId,
            CancellationToken.None
        );

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal((RefusalClass.Rejected, "403/29"), (refused.Class, refused.Problem.Code));
        Assert.Contains("beta", refused.Problem.Message);
    }

    [Fact]
    public async Task The_boards_are_named_where_none_or_a_strange_one_was_chosen()
    {
        var actor = await sandbox.ConnectAsync();
        var other = await sandbox.ConnectAsync();
        var work = sandbox.Pin(actor, "Where to?", Picture);

        foreach (
            var (options, rule) in new[]
            {
                ((JsonElement?)null, "pinterest.board.required"),
                (PinterestSandbox.Board(other, "boardId"), "pinterest.board.unknown"),
            }
        )
        {
            var asked = work with { Content = work.Content with { Options = options } };
            var finding = Assert.Single(await sandbox.Publisher.AskAsync(asked, CancellationToken.None));
            Assert.Equal((rule, FindingSeverity.Error), (finding.Rule, finding.Severity));
            Assert.Contains("(Rye and sourdough)", finding.Limit);
        }
    }

    private static object Create(string kind, string phase, SimulatedAccount actor) =>
        new
        {
            kind,
            phase,
            operation = "pinterest.pin.create",
            accountId = actor.Channel.AccountId,
            times = 1,
        };

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
