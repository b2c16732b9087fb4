namespace Atlas.Core.Publishing;

/// <summary>
/// Starts the orchestration that carries a publication: the one place from which they start. It is handed to whoever needs it
/// by the trigger, since only a trigger is bound to the durable client.
/// </summary>
public interface IPublicationStarter
{
    /// <summary>Without effect where that generation's instance runs already; the ledger's claim makes a second start harmless.</summary>
    Task StartAsync(Publication publication, CancellationToken cancellationToken);

    /// <summary>Wakes a sleeping instance to look at the ledger again. Without effect where none sleeps.</summary>
    Task WakeAsync(Publication publication, CancellationToken cancellationToken);
}
