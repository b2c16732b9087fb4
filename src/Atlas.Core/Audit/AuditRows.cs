using System.Globalization;
using Atlas.Core.Storage;

namespace Atlas.Core.Audit;

/// <summary>How entries lie in a partition: under a prefix of its own, later ones first.</summary>
internal static class AuditRows
{
    /// <summary>A key that sorts later times first.</summary>
    private static readonly long s_farFuture = new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    public static RowWrite Insert(string prefix, AuditEntry entry) =>
        RowWrite.Insert(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{prefix}{s_farFuture - entry.At.ToUnixTimeMilliseconds():D15}:{entry.Id}"
            ),
            entry.ToRow(StoredJson.Default.AuditEntry)
        );

    /// <summary>Those that have a value.</summary>
    public static Dictionary<string, string> Details(ReadOnlySpan<(string Name, string? Value)> details)
    {
        var values = new Dictionary<string, string>();
        foreach (var (name, value) in details)
        {
            if (value is { Length: > 0 })
            {
                values[name] = value;
            }
        }

        return values;
    }

    public static async Task<AuditListView> ListAsync(
        IRowStore rows,
        string partition,
        string prefix,
        string? cursor,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var range = RowRange.StartingWith(prefix);
        var page = await rows.ReadRangeAsync(
            partition,
            cursor is null ? range : range.AfterKey(prefix + cursor),
            limit,
            cancellationToken
        );
        var items = page.Rows.Select(row => AuditEntryView.Of(row.As(StoredJson.Default.AuditEntry).Value)).ToList();
        var next = page.HasMore ? page.Rows[^1].Key[prefix.Length..] : null;
        return new AuditListView(items, PageCursor.Encode(next));
    }
}
