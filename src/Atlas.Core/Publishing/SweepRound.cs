using Atlas.Core.Workspaces;

namespace Atlas.Core.Publishing;

/// <summary>What one sweep is about and what it has come to. Many looks add to it at once.</summary>
internal sealed class SweepRound(DateTimeOffset horizon, IPublicationStarter starter, SweepBudget budget)
{
    private int _looked;
    private int _started;
    private int _failed;

    public DateTimeOffset Horizon => horizon;

    public IPublicationStarter Starter => starter;

    public SweepBudget Budget => budget;

    /// <summary>In the second round: those who have more than came first.</summary>
    public IReadOnlySet<Id<Workspace>>? Only { get; set; }

    public int Looked => _looked;

    public int Started => _started;

    public int Failed => _failed;

    public int Removed { get; set; }

    public void AddLooked() => Interlocked.Increment(ref _looked);

    public void AddStarted() => Interlocked.Increment(ref _started);

    public void AddFailed() => Interlocked.Increment(ref _failed);

    public bool Passes(Id<Workspace> workspace) => budget.IsFull(workspace) || Only?.Contains(workspace) == false;
}
