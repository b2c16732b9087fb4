using System.Diagnostics.Metrics;

namespace Atlas.Core.Publishing;

/// <summary>What the publisher counts: for telemetry, and summed up for the app's own metrics page.</summary>
public sealed class PublishingMeter : IDisposable
{
    public const string Name = "Atlas.Publishing";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _activities;
    private readonly Counter<long> _published;
    private readonly Counter<long> _lostAnswers;
    private readonly Counter<long> _settled;
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _sweeps;
    private readonly Histogram<double> _lateness;
    private long _activitiesTotal;
    private long _publishedTotal;
    private long _lostAnswersTotal;

    public PublishingMeter()
    {
        _activities = _meter.CreateCounter<long>("atlas.publishing.activities");
        _published = _meter.CreateCounter<long>("atlas.publishing.published");
        _lostAnswers = _meter.CreateCounter<long>("atlas.publishing.lost_answers");
        _settled = _meter.CreateCounter<long>("atlas.publishing.settled_by_reconcile");
        _accepted = _meter.CreateCounter<long>(
            "atlas.publishing.accepted",
            description: "Posts that a network had taken and was still processing when its call ended."
        );
        _sweeps = _meter.CreateCounter<long>("atlas.publishing.sweeps", description: "Sweeps that came to their end.");
        _lateness = _meter.CreateHistogram<double>("atlas.publishing.lateness", "s", "From the due instant to live.");
    }

    public long Activities => Interlocked.Read(ref _activitiesTotal);

    public long PublishedPosts => Interlocked.Read(ref _publishedTotal);

    public long LostAnswers => Interlocked.Read(ref _lostAnswersTotal);

    public void Swept() => _sweeps.Add(1);

    internal void Advanced()
    {
        Interlocked.Increment(ref _activitiesTotal);
        _activities.Add(1);
    }

    internal void Published(Publication publication)
    {
        Interlocked.Increment(ref _publishedTotal);
        var platform = new KeyValuePair<string, object?>("platform", publication.Platform.ToString());
        _published.Add(1, platform);
        if (publication is { PublishedAt: { } at, DueAt: { } due })
        {
            _lateness.Record((at - due).TotalSeconds, platform);
        }
    }

    internal void LostAnswer()
    {
        Interlocked.Increment(ref _lostAnswersTotal);
        _lostAnswers.Add(1);
    }

    internal void Settled() => _settled.Add(1);

    internal void Accepted() => _accepted.Add(1);

    public void Dispose() => _meter.Dispose();
}
