namespace Atlas.Core.Publishing;

/// <param name="HeldBack">Whether some workspace has more to start than it may in one sweep.</param>
public sealed record SweepSummary(int Looked, int Started, int Failed, int Removed, bool HeldBack = false);
