namespace Atlas.Testing.Clients;

/// <summary>What the app has counted since it started.</summary>
public sealed record AppCounters(long Activities, long RowWrites, long Commits, long Published);
