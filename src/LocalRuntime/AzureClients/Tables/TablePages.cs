using System.Runtime.CompilerServices;
using Azure;

namespace Atlas.LocalRuntime.Tables;

/// <summary>A query's pages, each fetched when it is asked for.</summary>
internal sealed class TablePages<T>(
    Func<string?, int?, CancellationToken, Task<Page<T>>> fetch,
    CancellationToken cancellationToken
) : AsyncPageable<T>(cancellationToken)
    where T : notnull
{
    public override IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null) =>
        PagesAsync(continuationToken, pageSizeHint, CancellationToken);

    private async IAsyncEnumerable<Page<T>> PagesAsync(
        string? continuationToken,
        int? pageSizeHint,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        do
        {
            var page = await fetch(continuationToken, pageSizeHint, cancellationToken);
            yield return page;
            continuationToken = page.ContinuationToken;
        } while (!string.IsNullOrEmpty(continuationToken));
    }
}
