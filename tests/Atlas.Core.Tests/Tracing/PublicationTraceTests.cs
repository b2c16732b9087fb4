using System.Collections.Concurrent;
using System.Diagnostics;
using Atlas.Core.Platforms;
using Atlas.Core.Publishing;
using Atlas.Core.Tests.Publishing;
using Atlas.Core.Tracing;

namespace Atlas.Core.Tests.Tracing;

public sealed class PublicationTraceTests
{
    private readonly PublishingWorld _world = new();
    private readonly ConcurrentQueue<Activity> _spans = new();

    [Fact]
    public async Task A_publication_is_one_trace_from_its_request_over_weeks_to_its_last_call()
    {
        using var listener = Listen();
        using var request = new Activity("request").Start();
        request.ActivityTraceFlags |= ActivityTraceFlags.Recorded;
        request.IsAllDataRequested = true;
        var id = await _world.ScheduleAsync("hello", TimeSpan.FromDays(40), firstComment: "and this");
        request.Stop();
        _world.Clock.Advance(TimeSpan.FromDays(40));

        await _world.RunToEndAsync(id);

        var spans = Of(id);
        var scheduled = Assert.Single(spans, span => span.OperationName == "publication.schedule");
        Assert.Null(scheduled.ParentId);
        Assert.Equal(request.TraceId, Assert.Single(scheduled.Links).Context.TraceId);
        Assert.Equal(scheduled.Context.TraceId, Assert.Single(request.Links).Context.TraceId);
        var runs = spans.Where(span => span.OperationName is "publication.advance" or "publication.follow").ToList();
        Assert.Contains(runs, span => span.OperationName == "publication.follow");
        Assert.All(runs, span => Assert.Equal(scheduled.SpanId, span.ParentSpanId));
        var steps = spans.Where(span => span.OperationName == "publication.step").ToList();
        Assert.All(steps, step => Assert.Contains(runs, run => run.SpanId == step.ParentSpanId));
        Assert.Equal(
            ["container", "poll", "publish", "comment"],
            steps.OrderBy(step => step.StartTimeUtc).Select(step => step.GetTagItem("atlas.step"))
        );
        Assert.All(spans, span => Assert.Equal("instagram", span.GetTagItem("atlas.network")));
        Assert.Equal("Published", runs.First(run => run.OperationName == "publication.advance").GetTagItem("atlas.state"));
    }

    [Fact]
    public async Task Where_nobody_listened_when_it_was_scheduled_later_spans_still_find_its_trace()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        Assert.Null((await _world.PublicationAsync(id)).TraceParent);
        using var listener = Listen();

        await _world.RunToEndAsync(id);

        Assert.NotEmpty(Of(id));
    }

    [Fact]
    public async Task A_run_that_fails_is_an_error_and_tells_which_attempt_it_was()
    {
        _world.Network.Refusals.Enqueue(
            new StepAnswer.Refused(RefusalClass.Transient, new PlatformProblem("1", "Busy.", "", null), null)
        );
        _world.Network.Instead = step =>
            step == "publish" && _world.Network.Refusals.Count == 0
                ? new StepAnswer.Refused(RefusalClass.Rejected, new PlatformProblem("2", "No.", "", null), null)
                : null;
        using var listener = Listen();
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);

        await _world.RunToEndAsync(id);

        var last = Of(id).Where(span => span.OperationName == "publication.advance").MaxBy(span => span.StartTimeUtc)!;
        Assert.Equal(
            (ActivityStatusCode.Error, "Failed", 2),
            (last.Status, last.StatusDescription, last.GetTagItem("atlas.attempt"))
        );
    }

    [Fact]
    public async Task Without_a_listener_nothing_is_made_or_kept()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        var publication = await _world.RunToEndAsync(id);

        Assert.Null(publication.TraceParent);
        Assert.Null(PublicationTrace.Start("x", publication));
        Assert.Null(PublicationTrace.StartCall("GET /x", new Uri("https://network.example"), resend: 0));
    }

    [Fact]
    public void A_trace_bears_its_publications_id()
    {
        var id = Id<Publication>.New(_world.Clock);
        Assert.Equal(id.ToString(), PublicationTrace.IdOf(id).ToHexString());
    }

    private List<Activity> Of(Id<Publication> id) =>
        [.. _spans.Where(span => span.TraceId == PublicationTrace.IdOf(id) && span.Source.Name == PublicationTrace.SourceName)];

    private ActivityListener Listen()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == PublicationTrace.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
