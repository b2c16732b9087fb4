using System.Text.Json.Serialization;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Publishing;

namespace Atlas.Core.Analytics;

[JsonConverter(typeof(JsonStringEnumConverter<DeliveryOutcome>))]
public enum DeliveryOutcome
{
    /// <summary>Its time has come and it is not settled.</summary>
    Open,
    Published,
    Missed,
    Failed,

    /// <summary>Drafts and what was cancelled: nobody expects it.</summary>
    None,
}

/// <summary>What one publication says about delivery: read from its row alone.</summary>
/// <param name="Lateness">From due to live; null where it is not live.</param>
/// <param name="LostAnswers">Calls whose answer never came.</param>
/// <param name="Settled">Of those, how many a look at the network settled.</param>
/// <param name="Retries">Attempts after the first.</param>
/// <param name="Doubled">A look at the network showed a second post like it.</param>
public sealed record DeliveryFacts(
    Id<Publication> Id,
    Id<Channel> ChannelId,
    Platform Platform,
    DateTimeOffset DueAt,
    DeliveryOutcome Outcome,
    TimeSpan? Lateness,
    int LostAnswers,
    int Settled,
    int Retries,
    bool Doubled
)
{
    /// <summary>Nothing of it will change while it stays where it is in the index.</summary>
    [JsonIgnore]
    public bool IsSettled => Outcome != DeliveryOutcome.Open;

    /// <returns>Null where it has no time.</returns>
    public static DeliveryFacts? Of(Publication publication)
    {
        if (publication.DueAt is not { } due)
        {
            return null;
        }

        var (lost, settled, retries, doubled) = (0, 0, 0, false);
        foreach (var entry in publication.Timeline)
        {
            switch (entry.Event)
            {
                case "unknown":
                    lost++;
                    break;
                case "published" or "notPublished" when entry.Reason == WaitReason.Reconcile:
                    settled++;
                    retries += entry.Event == "notPublished" ? 1 : 0;
                    break;
                case "waiting" when entry.Reason == WaitReason.Retry:
                    retries++;
                    break;
                case PublicationOutcomes.DoubledEvent:
                    doubled = true;
                    break;
            }
        }

        var outcome = OutcomeOf(publication.State);
        return new DeliveryFacts(
            publication.Id,
            publication.ChannelId,
            publication.Platform,
            due,
            outcome,
            outcome == DeliveryOutcome.Published && publication.PublishedAt - due is { } late ? Max(late, TimeSpan.Zero) : null,
            lost,
            settled,
            retries,
            doubled
        );
    }

    private static DeliveryOutcome OutcomeOf(PublicationState state) =>
        state switch
        {
            PublicationState.Published or PublicationState.Removed => DeliveryOutcome.Published,
            PublicationState.Missed => DeliveryOutcome.Missed,
            PublicationState.Failed => DeliveryOutcome.Failed,
            PublicationState.Cancelled or PublicationState.Draft or PublicationState.AwaitingApproval => DeliveryOutcome.None,
            _ => DeliveryOutcome.Open,
        };

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
