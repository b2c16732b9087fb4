using System.Diagnostics.Metrics;
using Atlas.Core.Alerts;
using Atlas.Core.Platforms;

namespace Atlas.Core.Publishing;

/// <summary>What the publisher counts: for telemetry, and summed up for the app's own metrics page.</summary>
public sealed class PublishingMeter : IDisposable
{
    public const string Name = "Atlas.Publishing";

    /// <summary>Seconds: around the goal of 1.7 s, around the minute of the alert, and up to an hour.</summary>
    private static readonly InstrumentAdvice<double> s_lateness = new()
    {
        HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.7, 2.5, 5, 10, 30, 60, 300, 900, 3600],
    };

    private readonly Meter _meter = new(Name);
    private readonly NetworkTally[] _networks =
    [
        .. Enum.GetValues<Platform>().Order().Select(platform => new NetworkTally(platform)),
    ];
    private readonly Counter<long> _activities;
    private readonly Counter<long> _published;
    private readonly Counter<long> _missed;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _doubled;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _waits;
    private readonly Counter<long> _lostAnswers;
    private readonly Counter<long> _settled;
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _sweeps;
    private readonly Counter<long> _alerts;
    private readonly Histogram<double> _lateness;
    private long _activitiesTotal;
    private long _publishedTotal;
    private long _lostAnswersTotal;
    private long _settledTotal;

    public PublishingMeter()
    {
        _activities = _meter.CreateCounter<long>("atlas.publishing.activities");
        _published = _meter.CreateCounter<long>("atlas.publishing.published");
        _missed = _meter.CreateCounter<long>("atlas.publishing.missed", description: "Kept back by their late policy.");
        _failed = _meter.CreateCounter<long>("atlas.publishing.failed");
        _doubled = _meter.CreateCounter<long>(
            "atlas.publishing.doubled",
            description: "Publications of which a network showed more than one live post."
        );
        _retries = _meter.CreateCounter<long>("atlas.publishing.retries", description: "Attempts after the first.");
        _waits = _meter.CreateCounter<long>("atlas.publishing.waits", description: "Waits that began, by reason.");
        _lostAnswers = _meter.CreateCounter<long>("atlas.publishing.lost_answers");
        _settled = _meter.CreateCounter<long>("atlas.publishing.settled_by_reconcile");
        _accepted = _meter.CreateCounter<long>(
            "atlas.publishing.accepted",
            description: "Posts that a network had taken and was still processing when its call ended."
        );
        _sweeps = _meter.CreateCounter<long>("atlas.publishing.sweeps", description: "Sweeps that came to their end.");
        _alerts = _meter.CreateCounter<long>("atlas.alerts.raised", description: "What people were told of, by kind.");
        _lateness = _meter.CreateHistogram(
            "atlas.publishing.lateness",
            "s",
            "From the due instant to live.",
            tags: null,
            s_lateness
        );
    }

    public long Activities => Interlocked.Read(ref _activitiesTotal);

    public long PublishedPosts => Interlocked.Read(ref _publishedTotal);

    public long LostAnswers => Interlocked.Read(ref _lostAnswersTotal);

    public long SettledByReconcile => Interlocked.Read(ref _settledTotal);

    /// <summary>Of every network, also of those that have nothing to tell.</summary>
    public IReadOnlyList<NetworkTally> Networks => _networks;

    public void Swept() => _sweeps.Add(1);

    internal bool Owns(Instrument instrument) => instrument.Meter == _meter;

    internal void Advanced()
    {
        Interlocked.Increment(ref _activitiesTotal);
        _activities.Add(1);
    }

    /// <summary>Counts what a stored move means: every move comes by here, whoever made it.</summary>
    internal void Moved(Publication before, Publication after)
    {
        switch (after.State)
        {
            case PublicationState.Published when before.State != PublicationState.Published:
                Published(after);
                break;
            case PublicationState.Missed when before.State != PublicationState.Missed:
                Of(after).AddMissed();
                _missed.Add(1, Platform(after));
                break;
            case PublicationState.Failed when before.State != PublicationState.Failed:
                Of(after).AddFailed();
                _failed.Add(1, Platform(after));
                break;
        }

        if (
            after.Attempts > before.Attempts && after.Waiting is { Reason: WaitReason.Retry }
            || after.LostAnswers > before.LostAnswers
        )
        {
            Of(after).AddRetry();
            _retries.Add(1, Platform(after));
        }

        if (after.Waiting is { } waiting && waiting.Reason != before.Waiting?.Reason)
        {
            _waits.Add(1, Platform(after), new KeyValuePair<string, object?>("reason", waiting.Reason));
        }
    }

    internal void Doubled(Publication publication)
    {
        Of(publication).AddDoubled();
        _doubled.Add(1, Platform(publication));
    }

    internal void LostAnswer()
    {
        Interlocked.Increment(ref _lostAnswersTotal);
        _lostAnswers.Add(1);
    }

    internal void Settled()
    {
        Interlocked.Increment(ref _settledTotal);
        _settled.Add(1);
    }

    internal void AlertRaised(AlertKind kind) => _alerts.Add(1, new KeyValuePair<string, object?>("kind", kind.ToString()));

    internal void Accepted() => _accepted.Add(1);

    public void Dispose() => _meter.Dispose();

    private void Published(Publication publication)
    {
        Interlocked.Increment(ref _publishedTotal);
        var platform = Platform(publication);
        _published.Add(1, platform);
        if (publication is { PublishedAt: { } at, DueAt: { } due })
        {
            Of(publication).AddPublished(at - due);
            _lateness.Record((at - due).TotalSeconds, platform);
        }
        else
        {
            Of(publication).AddPublished(lateness: null);
        }
    }

    private NetworkTally Of(Publication publication) => _networks[(int)publication.Platform];

    private static KeyValuePair<string, object?> Platform(Publication publication) =>
        new("platform", publication.Platform.ToString());
}
