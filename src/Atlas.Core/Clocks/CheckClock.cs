using Atlas.Core.Connections;

namespace Atlas.Core.Clocks;

/// <summary>
/// Asks for the time where nothing else does: at a start, and while nothing is sent because the clock is off, so that publishing goes on
/// by itself once it is right.
/// </summary>
public sealed class CheckClock(ClockWatch watch, IClockProbe probe, ConnectionOptions options)
{
    private const int MaxAsked = 6;

    public Task RunAsync(CancellationToken cancellationToken)
    {
        var origins = watch.IsOff ? watch.Origins.Take(MaxAsked).ToList() : [];
        if (Uri.TryCreate(options.ClockUrl, UriKind.Absolute, out var set))
        {
            origins.Add(set);
        }

        return Task.WhenAll(origins.Distinct().Select(origin => probe.AskAsync(origin, cancellationToken)));
    }
}
