using System.Runtime.InteropServices;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>A timer row.</summary>
/// <param name="Share">Whose instance it wakes.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DueTimer(long Ticks, long Sequence, int TaskId, string Share = "")
{
    /// <summary>The order of the rows.</summary>
    public static IComparer<DueTimer> Order { get; } = Comparer<DueTimer>.Create(Compare);

    public bool IsAfter(DueTimer other) => Compare(this, other) > 0;

    private static int Compare(DueTimer a, DueTimer b) =>
        a.Ticks != b.Ticks ? a.Ticks.CompareTo(b.Ticks)
        : a.Sequence != b.Sequence ? a.Sequence.CompareTo(b.Sequence)
        : a.TaskId.CompareTo(b.TaskId);
}
