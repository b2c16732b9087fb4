using Atlas.Capacity.Counting;

namespace Atlas.Capacity.Scale;

/// <summary>What one post asks of what, as counted; and what a call takes, as assumed.</summary>
/// <param name="TableRequestsWhenDue">Between its instant and its last write.</param>
internal sealed record PostLoad(
    double TableRequests,
    double TableRequestsWhenDue,
    double WorkspaceRowsWhenDue,
    double VaultCallsWhenDue,
    double Actions,
    double ActionsWhenDue,
    double Messages
)
{
    /// <summary>A publish call to a network with the rows around it.</summary>
    public const double SecondsWhenDue = 1.5;

    /// <summary><c>maxConcurrentActivityFunctions</c> of host.json.</summary>
    public const int ActivitiesAtOnce = 64;

    /// <summary>Reading a publication and starting its orchestration from the sweep.</summary>
    public const double SecondsToStart = 0.025;

    /// <summary>A page of 500 entries of the due index.</summary>
    public const double SecondsToReadPage = 0.03;

    public static PostLoad Of(PostCounts counts)
    {
        var (all, due) = (counts.Post, counts.WhenDue);
        return new PostLoad(
            all.TableTransactions,
            due.TableTransactions,
            due[Unit.WorkspaceRows],
            due[Unit.VaultCalls],
            counts.Actions,
            (2 * due[Unit.Activities]) + 1, // and the timer
            all[Unit.Messages]
        );
    }
}
