using System.Diagnostics.Metrics;
using Atlas.Core.Publishing;
using Microsoft.Extensions.Logging;

namespace Atlas.Core.Clocks;

/// <summary>
/// Compares our clock with the <c>Date</c> headers of storage and networks. While it is off nothing visible is sent: posts would go
/// out at the wrong time, and every lease and deadline would be measured wrongly.
/// </summary>
public sealed partial class ClockWatch : IDisposable
{
    public static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(30);

    /// <summary>A server is listened to no oftener than this.</summary>
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(5);

    /// <summary>An answer that took longer says too little about when it was written.</summary>
    private static readonly TimeSpan s_longestTrip = TimeSpan.FromSeconds(20);

    /// <summary>Clocks drift by seconds a day; one that is set meanwhile shows against the steady one.</summary>
    private static readonly TimeSpan s_worthless = TimeSpan.FromHours(1);

    private const int MaxOrigins = 32;

    private readonly TimeProvider _time;
    private readonly ILogger<ClockWatch> _logger;
    private readonly Meter _meter = new(PublishingMeter.Name);
    private readonly Lock _lock = new();
    private readonly Dictionary<Uri, ClockSample> _samples = [];
    private volatile string? _problem;
    private long _judgedOffset;
    private double _skewSeconds;

    public ClockWatch(TimeProvider time, ILogger<ClockWatch> logger)
    {
        (_time, _logger) = (time, logger);
        _meter.CreateObservableGauge(
            "atlas.clock.skew",
            () => Volatile.Read(ref _skewSeconds),
            "s",
            "How far the clock is ahead of those who agree that it is off."
        );
    }

    /// <summary>What is wrong with the clock, for a person; null where it is right as far as anybody can tell.</summary>
    public string? Problem
    {
        get
        {
            // Whether it was set since: what others said then says the same of it now.
            if (Math.Abs(Offset().Ticks - Interlocked.Read(ref _judgedOffset)) > TimeSpan.TicksPerSecond)
            {
                Judge();
            }

            return _problem;
        }
    }

    public bool IsOff => Problem is not null;

    /// <summary>Who can be asked for the time again: whoever has told it before, latest first.</summary>
    public IReadOnlyList<Uri> Origins
    {
        get
        {
            lock (_lock)
            {
                return
                [
                    .. _samples
                        .Values.Where(sample => sample.Kind == ClockKind.Network)
                        .OrderByDescending(sample => sample.At)
                        .Select(sample => sample.Origin),
                ];
            }
        }
    }

    /// <summary>Whether an answer of <paramref name="origin"/> would tell something new.</summary>
    public bool Wants(Uri origin)
    {
        lock (_lock)
        {
            return !_samples.TryGetValue(origin, out var last) || _time.GetElapsedTime(last.At) >= s_between;
        }
    }

    /// <summary>Call it as soon as the headers of the answer are there.</summary>
    /// <param name="origin">Scheme, host and port.</param>
    /// <param name="date">The answer's <c>Date</c> header, which names whole seconds.</param>
    public void Observe(Uri origin, ClockKind kind, DateTimeOffset date, TimeSpan roundTrip)
    {
        if (roundTrip > s_longestTrip)
        {
            return;
        }

        var second = TimeSpan.FromSeconds(1);
        var ahead = _time.GetUtcNow() - roundTrip / 2 - (date + second / 2);
        var sample = new ClockSample(origin, kind, ahead, (roundTrip + second) / 2, Offset(), _time.GetTimestamp());
        lock (_lock)
        {
            if (!_samples.ContainsKey(origin) && _samples.Count >= MaxOrigins)
            {
                _samples.Remove(_samples.Values.MinBy(old => old.At)!.Origin);
            }

            _samples[origin] = sample;
        }

        Judge();
    }

    public void Dispose() => _meter.Dispose();

    private TimeSpan Offset() => TimeSpan.FromTicks(_time.GetUtcNow().UtcTicks) - _time.GetElapsedTime(0, _time.GetTimestamp());

    private void Judge()
    {
        lock (_lock)
        {
            var offset = Offset();
            Interlocked.Exchange(ref _judgedOffset, offset.Ticks);
            var off = ClockVerdict.WhoSayItIsOff(
                _samples
                    .Values.Where(sample => _time.GetElapsedTime(sample.At) <= s_worthless)
                    .Select(sample => (sample, sample.Ahead + (offset - sample.Offset))),
                MostSkew
            );
            var was = _problem;
            var ahead = off.Count == 0 ? 0 : off.Average(said => said.Ahead.TotalSeconds);
            Volatile.Write(ref _skewSeconds, ahead);
            _problem = off.Count == 0 ? null : Words(ahead, off.Select(said => said.Sample));
            if (was is null && _problem is not null)
            {
                Log.ClockOff(_logger, Math.Round(ahead, 1), Names(off.Select(said => said.Sample)));
            }
            else if (was is not null && _problem is null)
            {
                Log.ClockRight(_logger);
            }
        }
    }

    private static string Words(double ahead, IEnumerable<ClockSample> who) =>
        $"This machine's clock is {Math.Abs(ahead):F0} s {(ahead > 0 ? "ahead of" : "behind")} {Names(who)}. "
        + "Nothing is published until it is right: let it be set by NTP.";

    private static string Names(IEnumerable<ClockSample> who) =>
        string.Join(
            " and ",
            who.Select(sample => sample.Kind == ClockKind.Storage ? "the storage" : sample.Organisation).Distinct().Take(3)
        );

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Error,
            "The clock is {SkewSeconds} s off against {Sources}: nothing is published until it is right again."
        )]
        public static partial void ClockOff(ILogger logger, double skewSeconds, string sources);

        [LoggerMessage(LogLevel.Warning, "The clock is right again: publishing goes on.")]
        public static partial void ClockRight(ILogger logger);
    }
}
