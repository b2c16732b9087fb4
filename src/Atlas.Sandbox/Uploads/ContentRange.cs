using System.Net.Http.Headers;

namespace Atlas.Sandbox.Uploads;

/// <summary>A <c>Content-Range</c> header: <c>bytes 0-9/100</c>, <c>bytes 0-9/*</c>, or <c>bytes */100</c> that asks how far the upload is.</summary>
/// <param name="From">Null in a question.</param>
/// <param name="Last">The last byte itself, as the header counts.</param>
/// <param name="Total">Null for <c>*</c>.</param>
internal readonly record struct ContentRange(long? From, long? Last, long? Total)
{
    public long? Length => Last - From + 1;

    public bool IsQuestion => From is null;

    /// <summary>Null when the header is absent or isn't one.</summary>
    public static ContentRange? Read(HttpRequest request) =>
        ContentRangeHeaderValue.TryParse(request.Headers.ContentRange.ToString(), out var range)
        && range.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase)
            ? new ContentRange(range.From, range.To, range.Length)
            : null;
}
