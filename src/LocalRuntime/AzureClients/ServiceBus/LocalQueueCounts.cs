namespace Atlas.LocalRuntime.ServiceBus;

/// <param name="Active">Visible and waiting for a receiver.</param>
/// <param name="Locked">Handed to a receiver and not settled yet.</param>
/// <param name="Scheduled">Visible at a later time.</param>
/// <param name="DeadLettered">In the dead-letter sub-queue.</param>
public sealed record LocalQueueCounts(int Active, int Locked, int Scheduled, int DeadLettered);
