using Atlas.Core.Platforms;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Tracing;

namespace Atlas.Core.Tests.Publishing;

/// <summary>A timeline is the story that a person reads when something went wrong: who was asked, what they said, why it waits.</summary>
public sealed class TimelineTests
{
    private readonly PublishingWorld _world = new();

    [Theory]
    [InlineData(RefusalClass.RateLimited, WaitReason.RateLimit)]
    [InlineData(RefusalClass.Transient, WaitReason.Retry)]
    [InlineData(RefusalClass.Reconnect, WaitReason.Reconnect)]
    public async Task A_wait_says_why_and_shows_the_call_that_led_to_it(RefusalClass refusal, string reason)
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        _world.Network.Refusals.Enqueue(
            new StepAnswer.Refused(refusal, new PlatformProblem("4", "Not now.", "", null), null) { Call = Call() }
        );

        await _world.RunOnceAsync(id);

        var entry = (await _world.PublicationAsync(id)).Timeline[^1];
        Assert.Equal(("waiting", reason, "Not now."), (entry.Event, entry.Reason, entry.Detail));
        Assert.Equal(("trace-1", 429, "30"), (entry.Call!.RequestId, entry.Call.Status, entry.Call.Headers!["retry-after"]));
    }

    [Fact]
    public async Task A_container_that_is_processed_is_one_wait_however_often_it_is_looked_at()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        var looks = 0;
        _world.Network.Instead = step =>
            step == "poll" && ++looks < 5 ? new StepAnswer.Wait(TimeSpan.FromSeconds(3), "c1", "It is processed.") : null;

        var publication = await _world.RunToEndAsync(id);

        Assert.Equal(5, looks);
        Assert.Equal(WaitReason.Processing, Assert.Single(publication.Timeline, entry => entry.Event == "waiting").Reason);
    }

    [Fact]
    public async Task An_attempt_is_numbered_and_what_settled_a_lost_one_is_named()
    {
        var losses = 0;
        _world.LosesAnswer = () => ++losses == 1;
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);

        var publication = await _world.RunToEndAsync(id);

        Assert.Equal("Attempt 1: publish.", Assert.Single(publication.Timeline, entry => entry.Event == "claimed").Detail);
        Assert.Equal(WaitReason.Reconcile, Assert.Single(publication.Timeline, entry => entry.Event == "published").Reason);
    }

    [Fact]
    public async Task A_second_post_that_no_publication_owns_is_told_and_counted_and_another_publications_is_not()
    {
        foreach (var (shown, isDoubled) in new[] { ("m99", true), ("m1", false) })
        {
            var losses = 0;
            _world.LosesAnswer = () => ++losses == 1;
            _world.Network.AlsoShown.Clear();
            _world.Network.AlsoShown.Add(new FoundPost(shown, null, _world.Clock.GetUtcNow(), "the same text"));
            var before = _world.Meter.Networks[(int)Platform.Instagram].Doubled;

            var publication = await _world.RunToEndAsync(await _world.ScheduleAsync("hello", TimeSpan.Zero));

            Assert.Equal(isDoubled, publication.Timeline.Any(entry => entry.Event == "doubled"));
            Assert.Equal(isDoubled ? 1 : 0, _world.Meter.Networks[(int)Platform.Instagram].Doubled - before);
        }
    }

    [Fact]
    public async Task What_a_request_makes_carries_its_correlation_and_what_follows_does_not()
    {
        RequestCorrelation.Current = "from-the-caller";
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        RequestCorrelation.Current = null;

        var publication = await _world.RunToEndAsync(id);

        Assert.Equal("from-the-caller", publication.Timeline[0].CorrelationId);
        Assert.All(publication.Timeline.Skip(1), entry => Assert.Null(entry.CorrelationId));
    }

    [Theory]
    [InlineData("0af7651916cd43dd8448eb211c80319c", true)]
    [InlineData("order-7_3.b:1", true)]
    [InlineData("", false)]
    [InlineData("with space", false)]
    [InlineData("line\nbreak", false)]
    [InlineData("<b>", false)]
    public void A_callers_correlation_id_is_short_and_plain(string id, bool isValid) =>
        Assert.Equal(isValid, RequestCorrelation.IsValid(id));

    /// <summary>Entries without end, each as large as one can be, keep the row far within what a store holds.</summary>
    [Fact]
    public async Task A_timeline_has_bounds()
    {
        var publication = await _world.PublicationAsync(await _world.ScheduleAsync("hello", TimeSpan.Zero));
        var first = publication.Timeline[0];
        var headers = Enumerable.Range(0, 12).ToDictionary(i => $"x-business-use-case-usage-{i}", _ => new string('€', 200));
        var call = Call() with { Operation = new string('o', 200), Headers = headers };
        for (var i = 0; i < 500; i++)
        {
            publication = publication.Log(
                new TimelineEntry(
                    _world.Clock.GetUtcNow(),
                    "waiting",
                    $"{i} {new string('€', 20_000)}",
                    call,
                    WaitReason.RateLimit
                )
            );
        }

        Assert.Equal(PublicationTransitions.KeptEntries, publication.Timeline.Count);
        Assert.Equal(first, publication.Timeline[0]);
        Assert.StartsWith("499 ", publication.Timeline[^1].Detail, StringComparison.Ordinal);
        Assert.All(
            publication.Timeline,
            entry => Assert.True(entry.Detail is null or { Length: <= PublicationTransitions.LongestDetail })
        );
        Assert.InRange(publication.ToRow(StoredJson.Default.Publication).Length, 0, RowLimits.MaxDataBytes / 2);
    }

    [Fact]
    public async Task A_text_is_not_cut_inside_of_a_character()
    {
        var publication = await _world.PublicationAsync(await _world.ScheduleAsync("hello", TimeSpan.Zero));
        foreach (var start in (string[])["", "x"])
        {
            var text = start + string.Concat(Enumerable.Repeat("🌾", 400));
            var detail = publication.Log(new TimelineEntry(default, "waiting", text)).Timeline[^1].Detail!;
            Assert.False(char.IsHighSurrogate(detail[^2]));
            Assert.EndsWith("🌾…", detail, StringComparison.Ordinal);
        }
    }

    private static PlatformCall Call() =>
        new(
            "POST /x",
            429,
            TimeSpan.FromMilliseconds(12),
            "trace-1",
            null,
            new Dictionary<string, string> { ["retry-after"] = "30" }
        );
}
