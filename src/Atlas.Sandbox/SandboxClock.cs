namespace Atlas.Sandbox;

/// <summary>The sandbox's own time: the machine's, moved by an offset that the control API sets.</summary>
internal sealed class SandboxClock : TimeProvider
{
    private long _offsetTicks;

    public TimeSpan Offset
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _offsetTicks));
        set => Volatile.Write(ref _offsetTicks, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
}
