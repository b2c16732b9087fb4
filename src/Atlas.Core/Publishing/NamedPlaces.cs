namespace Atlas.Core.Publishing;

/// <summary>
/// The places that were named to a channel's publications which wait for their gap, so that each gets one of its own. Losing
/// them costs a look more, never the distance.
/// </summary>
internal sealed class NamedPlaces
{
    /// <summary>A publication is believed to wait for its place for so long before its row is asked.</summary>
    private static readonly TimeSpan s_believed = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<Id<Publication>, (DateTimeOffset At, DateTimeOffset SeenAt)> _places = [];

    /// <summary>Those, but for <paramref name="asking"/>, whose rows should be asked whether they still wait.</summary>
    public IReadOnlyList<(Id<Publication> Id, DateTimeOffset At)> Doubtful(Id<Publication> asking, DateTimeOffset now)
    {
        lock (_lock)
        {
            foreach (var passed in _places.Where(place => place.Value.At < now && place.Key != asking).ToList())
            {
                _places.Remove(passed.Key);
            }

            return
            [
                .. _places
                    .Where(place => place.Key != asking && now - place.Value.SeenAt > s_believed)
                    .Select(place => (place.Key, place.Value.At)),
            ];
        }
    }

    /// <summary>What the row of one with the place at <paramref name="at"/> says.</summary>
    public void Heard(Id<Publication> id, DateTimeOffset at, Publication? publication, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (!_places.TryGetValue(id, out var place) || place.At != at)
            {
                return; // it has been given another meanwhile
            }

            if (
                publication is { State: PublicationState.Waiting, Waiting: { Reason: WaitReason.Spacing, Until: var until } }
                && until == at
            )
            {
                _places[id] = (at, now);
            }
            else
            {
                _places.Remove(id);
            }
        }
    }

    /// <summary>The first place from <paramref name="free"/> on that is a gap apart from the others'. Who asks again keeps its own.</summary>
    public DateTimeOffset Take(Publication publication, DateTimeOffset free, TimeSpan gap, DateTimeOffset now)
    {
        lock (_lock)
        {
            var place =
                _places.Remove(publication.Id, out var own) && own.At >= free ? own.At
                : publication.Waiting is { Reason: WaitReason.Spacing } ? free // its turn had come, and the one before it was late
                : FirstFree(free, gap);
            _places[publication.Id] = (place, now);
            return place;
        }
    }

    private DateTimeOffset FirstFree(DateTimeOffset free, TimeSpan gap)
    {
        foreach (var taken in _places.Values.Select(place => place.At).Where(at => at >= free).Order())
        {
            if (taken - free >= gap)
            {
                break;
            }

            free = taken + gap;
        }

        return free;
    }
}
