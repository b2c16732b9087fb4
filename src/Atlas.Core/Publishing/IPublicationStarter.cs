using Atlas.Core.Workspaces;

namespace Atlas.Core.Publishing;

/// <summary>Starts the orchestration that carries a publication. The one place from which orchestrations start.</summary>
public interface IPublicationStarter
{
    /// <summary>Without effect where that generation's instance runs already; the ledger's claim makes a second start harmless.</summary>
    Task StartAsync(Id<Workspace> workspace, Id<Publication> publication, int generation, CancellationToken cancellationToken);

    /// <summary>Wakes a sleeping instance to look at the ledger again. Without effect where none sleeps.</summary>
    Task WakeAsync(Id<Publication> publication, int generation, CancellationToken cancellationToken);
}
