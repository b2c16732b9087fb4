using System.Globalization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Atlas.LocalRuntime.DurableTask;

internal sealed class InstancePages(SqliteDatabase database, OrchestrationQuery query, PayloadConverter? converter)
    : AsyncPageable<OrchestrationMetadata>
{
    public override async IAsyncEnumerable<Page<OrchestrationMetadata>> AsPages(
        string? continuationToken = null,
        int? pageSizeHint = null
    )
    {
        var token = continuationToken ?? query.ContinuationToken;
        var after = token is null ? 0 : long.Parse(token, CultureInfo.InvariantCulture);
        var size = Math.Max(1, pageSizeHint ?? query.PageSize);
        while (true)
        {
            var from = after;
            var (values, next) = await database.ReadAsync(s => MetadataRows.Page(s, query, from, size, converter));
            yield return new Page<OrchestrationMetadata>(values, next?.ToString(CultureInfo.InvariantCulture));
            if (next is not { } more)
            {
                yield break;
            }

            after = more;
        }
    }
}
