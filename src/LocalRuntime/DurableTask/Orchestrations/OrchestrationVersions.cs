namespace Atlas.LocalRuntime.DurableTask;

internal static class OrchestrationVersions
{
    /// <summary>No version is older than any; dotted numbers compare as numbers, everything else as text without case.</summary>
    public static int Compare(string? left, string? right) =>
        (string.IsNullOrWhiteSpace(left), string.IsNullOrWhiteSpace(right)) switch
        {
            (true, true) => 0,
            (true, false) => -1,
            (false, true) => 1,
            _ => Version.TryParse(left, out var a) && Version.TryParse(right, out var b)
                ? a.CompareTo(b)
                : string.Compare(left, right, StringComparison.OrdinalIgnoreCase),
        };
}
