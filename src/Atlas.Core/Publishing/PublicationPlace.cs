using System.Globalization;
using System.Text;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Storage;

namespace Atlas.Core.Publishing;

/// <summary>
/// A publication's place in its group's list. It says what a look along the list wants to know, so that the publication needn't be read: its
/// channel, its network and what it takes from the network's budgets. Rows of older versions say less.
/// </summary>
internal sealed class PublicationPlace(Row row)
{
    private const int ChannelLength = 32;

    private readonly string _data = Encoding.ASCII.GetString(row.Data.Span);

    public Id<Publication> Id => WorkspaceKeys.PublicationAt(row.Key);

    private int BudgetsAt => _data.IndexOf(';', StringComparison.Ordinal);

    /// <summary>Written <c>{channel}{network};{quota}={units},…</c>, and without quotas for what doesn't count.</summary>
    public static ReadOnlyMemory<byte> DataOf(Publication publication)
    {
        var text = new StringBuilder($"{publication.ChannelId}{publication.Platform.ToName()}");
        if (!CountsFor(publication.State))
        {
            text.Append(';');
        }
        else if (publication.Takes is { } takes)
        {
            text.Append(';')
                .AppendJoin(',', takes.Select(take => string.Create(CultureInfo.InvariantCulture, $"{take.Key}={take.Value}")));
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>Whether a publication in that state takes, has taken or may take from its network's budgets.</summary>
    public static bool CountsFor(PublicationState state) =>
        state is not (PublicationState.Draft or PublicationState.Cancelled or PublicationState.Failed);

    /// <summary>Whether the publication may be one of the channel (or of its network).</summary>
    public bool MayBeOf(Channel channel, QuotaScope scope) =>
        _data.Length <= ChannelLength
        || (
            scope == QuotaScope.Channel
                ? _data.StartsWith(channel.Id.ToString(), StringComparison.Ordinal)
                : _data
                    .AsSpan(ChannelLength, (BudgetsAt < 0 ? _data.Length : BudgetsAt) - ChannelLength)
                    .SequenceEqual(channel.Platform.ToName())
        );

    /// <summary>What it takes from the budget; null where only the publication itself can tell.</summary>
    public int? UnitsOf(string quota)
    {
        if (BudgetsAt < 0)
        {
            return null;
        }

        foreach (var part in _data[(BudgetsAt + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries))
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
