using Atlas.Core.Workspaces;

namespace Atlas.Core.Publishing;

/// <summary>
/// What one sweep may start for each workspace, so that one tenant's crowd neither fills the hub nor makes others wait: a few of
/// each come first, then the rest up to a limit. What is started again has a budget apart from what is new, and what is parked
/// has another: posts that can't go on never use up the places of those that can.
/// </summary>
internal sealed class SweepBudget(int most)
{
    private const int FewFirst = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<(Id<Workspace>, StartKind), int> _starts = [];
    private readonly HashSet<Id<Workspace>> _full = [];
    private bool _onlyFew = true;

    /// <summary>Whether some workspace has more than it may start for now.</summary>
    public bool HoldsBack => _full.Count > 0;

    /// <summary>Whether nothing new of the workspace can be started in this round, so that its entries needn't be looked at.</summary>
    public bool IsFull(Id<Workspace> workspace)
    {
        lock (_lock)
        {
            return _full.Contains(workspace);
        }
    }

    public IReadOnlySet<Id<Workspace>> NextRound()
    {
        HashSet<Id<Workspace>> held = [.. _full];
        _full.Clear();
        _onlyFew = false;
        return held;
    }

    public bool MayStart(Id<Workspace> workspace, StartKind kind)
    {
        lock (_lock)
        {
            var starts = _starts.GetValueOrDefault((workspace, kind));
            if (starts < (_onlyFew && kind == StartKind.New ? Math.Min(FewFirst, most) : most))
            {
                _starts[(workspace, kind)] = starts + 1;
                return true;
            }

            if (kind == StartKind.New)
            {
                _full.Add(workspace);
            }

            return false;
        }
    }
}

internal enum StartKind
{
    New,

    /// <summary>Left behind by an orchestration that was started for it.</summary>
    Again,

    /// <summary>Can't go on before something else happens. Looked at once an hour.</summary>
    Parked,
}
