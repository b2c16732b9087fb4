using Atlas.Core.Storage;

namespace Atlas.Storage;

internal static class RowPages
{
    public static void CheckLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, RowLimits.MaxPage);
    }
}
