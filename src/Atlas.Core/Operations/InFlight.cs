namespace Atlas.Core.Operations;

/// <summary>Counts what this process has begun and not ended: what a drain waits for.</summary>
public sealed class InFlight
{
    private readonly int[] _counts = new int[Enum.GetValues<InFlightKind>().Length];

    public int this[InFlightKind kind] => Volatile.Read(ref _counts[(int)kind]);

    public Visit Enter(InFlightKind kind)
    {
        Interlocked.Increment(ref _counts[(int)kind]);
        return new Visit(this, kind);
    }

    public readonly struct Visit(InFlight owner, InFlightKind kind) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref owner._counts[(int)kind]);
    }
}

public enum InFlightKind
{
    Publication,
    ChildStep,
    Work,
}
