using System.Net;

namespace Atlas.Core.Clocks;

/// <summary>One look at another's clock.</summary>
/// <param name="Origin">Scheme, host and port of who was asked.</param>
/// <param name="Ahead">How far our clock was ahead of theirs, the answer's way taken for half of the round trip.</param>
/// <param name="Doubt">By how much that may be wrong: half of the round trip, and the half second that the header leaves open.</param>
/// <param name="Offset">Our wall clock against the machine's steady one at that time: shows whether it was set since.</param>
/// <param name="At">By the steady clock.</param>
internal sealed record ClockSample(Uri Origin, ClockKind Kind, TimeSpan Ahead, TimeSpan Doubt, TimeSpan Offset, long At)
{
    /// <summary>Servers of one organisation set their clocks by one source: they count once.</summary>
    public string Organisation { get; } = OrganisationOf(Origin);

    private static string OrganisationOf(Uri origin)
    {
        if (IPAddress.TryParse(origin.IdnHost, out _))
        {
            return origin.Authority;
        }

        var labels = origin.IdnHost.Split('.');
        return labels.Length <= 2 ? origin.IdnHost : $"{labels[^2]}.{labels[^1]}";
    }
}

public enum ClockKind
{
    /// <summary>A network's server, or another that the settings name: it may be wrong itself.</summary>
    Network,

    /// <summary>The storage that the rows are in.</summary>
    Storage,
}
