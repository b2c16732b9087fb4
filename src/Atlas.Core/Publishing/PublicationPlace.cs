using System.Globalization;
using System.Text;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Storage;

namespace Atlas.Core.Publishing;

/// <summary>
/// A publication's place in its group's list. It says what a look along the list wants to know, so that the publication needn't be read: its
/// channel, its network, what it takes from the network's budgets and when it went live. Rows of older versions say less.
/// </summary>
internal sealed class PublicationPlace
{
    private const int ChannelLength = 32;
    private const string CountsNot = "-";

    private readonly string _key;
    private readonly string _channel;

    /// <summary>The network; its budgets, where they are known; when it went live, where it is.</summary>
    private readonly string[] _parts;

    public PublicationPlace(Row row)
    {
        _key = row.Key;
        var data = Encoding.ASCII.GetString(row.Data.Span);
        (_channel, _parts) = data.Length > ChannelLength ? (data[..ChannelLength], data[ChannelLength..].Split(';')) : ("", []);
    }

    public Id<Publication> Id => WorkspaceKeys.PublicationAt(_key);

    /// <summary>Whether it takes part in what its channel publishes; null where only the publication itself can tell.</summary>
    public bool? Counts => _parts.Length > 1 ? _parts[1] != CountsNot : null;

    /// <summary>When it went live, or is due. Of one that says whether it counts.</summary>
    public DateTimeOffset At => SortableTime.Parse(_parts.Length > 2 ? _parts[2] : _key.Split(':')[2]);

    /// <summary>Written <c>{channel}{network};{quota}={units},…;{live at}</c>.</summary>
    public static ReadOnlyMemory<byte> DataOf(Publication publication)
    {
        var text = new StringBuilder($"{publication.ChannelId}{publication.Platform.ToName()}");
        if (!CountsFor(publication.State))
        {
            text.Append(';').Append(CountsNot);
        }
        else if (publication.Takes is { } takes)
        {
            text.Append(';')
                .AppendJoin(',', takes.Select(take => string.Create(CultureInfo.InvariantCulture, $"{take.Key}={take.Value}")));
            if (publication.PublishedAt is { } at)
            {
                text.Append(';').Append(SortableTime.Format(at));
            }
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>Whether a publication in that state takes, has taken or may take from its network's budgets.</summary>
    public static bool CountsFor(PublicationState state) =>
        state is not (PublicationState.Draft or PublicationState.Cancelled or PublicationState.Failed);

    /// <summary>Whether the publication may be one of the channel (or of its network).</summary>
    public bool MayBeOf(Channel channel, QuotaScope scope) =>
        _parts.Length == 0
        || (scope == QuotaScope.Channel ? _channel == channel.Id.ToString() : _parts[0] == channel.Platform.ToName());

    /// <summary>What it takes from the budget; null where only the publication itself can tell.</summary>
    public int? UnitsOf(string quota)
    {
        if (Counts is not { } counts)
        {
            return null;
        }

        foreach (var part in counts ? _parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries) : [])
        {
            var split = part.IndexOf('=', StringComparison.Ordinal);
            if (part.AsSpan(0, split).SequenceEqual(quota))
            {
                return int.Parse(part.AsSpan(split + 1), NumberStyles.None, CultureInfo.InvariantCulture);
            }
        }

        return 0;
    }
}
