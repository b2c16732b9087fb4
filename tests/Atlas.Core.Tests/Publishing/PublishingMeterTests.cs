using System.Diagnostics.Metrics;
using Atlas.Core.Platforms;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;

namespace Atlas.Core.Tests.Publishing;

/// <summary>Whatever way a post takes, it is counted once, with its lateness.</summary>
public sealed class PublishingMeterTests : IDisposable
{
    private readonly PublishingWorld _world = new();
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, double> _sums = [];
    private readonly List<double> _lateness = [];

    public PublishingMeterTests()
    {
        // Other worlds have meters of the same name: only this one's own instruments are listened to.
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == PublishingMeter.Name && _world.Meter.Owns(instrument))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) =>
            {
                var reason = tags.ToArray().FirstOrDefault(tag => tag.Key == "reason").Value;
                var name = reason is null ? instrument.Name : $"{instrument.Name} {reason}";
                _sums[name] = _sums.GetValueOrDefault(name) + value;
            }
        );
        _listener.SetMeasurementEventCallback<double>((_, value, _, _) => _lateness.Add(value));
        _listener.Start();
    }

    [Fact]
    public async Task A_post_that_the_visible_call_published_and_one_that_a_look_found_are_both_counted_with_their_lateness()
    {
        await _world.RunToEndAsync(await _world.ScheduleAsync("one", TimeSpan.Zero));
        var losses = 0;
        _world.LosesAnswer = () => ++losses == 1;
        await _world.RunToEndAsync(await _world.ScheduleAsync("two", TimeSpan.Zero));

        Assert.Equal(2, Sum("published"));
        Assert.Equal(2, _lateness.Count);
        Assert.Equal((1, 1), (Sum("lost_answers"), Sum("settled_by_reconcile")));
        var tally = _world.Meter.Networks[(int)Platform.Instagram];
        Assert.Equal(2, tally.Published);
        Assert.Equal(_lateness.Max(), tally.Lateness()!.Max, 0.002);
    }

    [Fact]
    public async Task A_post_whose_preparation_was_its_publication_is_counted_too()
    {
        _world.Network.Instead = step => step == "poll" ? new StepAnswer.Done("m1", null, null, null) : null;
        await _world.RunToEndAsync(await _world.ScheduleAsync("one", TimeSpan.Zero));

        Assert.Equal((1, 1), (Sum("published"), _lateness.Count));
    }

    [Fact]
    public async Task Retries_waits_misses_and_failures_are_counted_once_each()
    {
        var busy = new StepAnswer.Refused(RefusalClass.Transient, new PlatformProblem("1", "Busy.", "", null), null);
        _world.Network.Refusals.Enqueue(busy);
        _world.Network.Refusals.Enqueue(busy with { Class = RefusalClass.RateLimited });
        await _world.RunToEndAsync(await _world.ScheduleAsync("one", TimeSpan.Zero));
        _world.Network.Refusals.Enqueue(busy with { Class = RefusalClass.Rejected });
        await _world.RunToEndAsync(await _world.ScheduleAsync("two", TimeSpan.Zero));
        var late = await _world.ScheduleAsync("three", TimeSpan.Zero, new LatePolicy(LateAction.Skip, TimeSpan.FromMinutes(1)));
        _world.Clock.Advance(TimeSpan.FromMinutes(2));
        await _world.RunToEndAsync(late);

        Assert.Equal((1, 1, 1, 1), (Sum("retries"), Sum("waits retry"), Sum("waits rateLimit"), Sum("failed")));
        Assert.Equal((1, 1), (Sum("missed"), Sum("published")));
        Assert.Equal(0, Sum("doubled"));
    }

    [Fact]
    public void A_percentile_is_never_too_low_and_at_most_a_twentieth_too_high()
    {
        var random = new Random(7);
        for (var round = 0; round < 50; round++)
        {
            var values = Enumerable
                .Range(0, random.Next(1, 400))
                .Select(_ => TimeSpan.FromMilliseconds(Math.Pow(10, random.NextDouble() * 9)))
                .Order()
                .ToList();
            var tally = new NetworkTally(Platform.X);
            values.ForEach(value => tally.AddPublished(value));

            var view = tally.Lateness()!;
            foreach (var (share, shown) in new[] { (0.5, view.P50), (0.95, view.P95), (0.99, view.P99) })
            {
                var exact = values[(int)Math.Ceiling(values.Count * share) - 1].TotalSeconds;
                Assert.InRange(shown, exact - 0.001, exact * 1.05 + 0.001);
            }

            Assert.Equal(values[^1].TotalSeconds, view.Max, 0.001);
        }
    }

    private double Sum(string name) => _sums.GetValueOrDefault($"atlas.publishing.{name}");

    public void Dispose() => _listener.Dispose();
}
