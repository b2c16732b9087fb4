using System.Collections.Concurrent;
using Atlas.Core.Clocks;

namespace Atlas.Platforms.Http;

/// <summary>Lets the clock be compared with the <c>Date</c> header of answers that come anyway.</summary>
internal sealed class ClockHandler(ClockWatch watch, TimeProvider time, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int MostOrigins = 1_000;

    /// <summary>Few servers answer thousands of calls: their addresses are not taken apart each time.</summary>
    private readonly ConcurrentDictionary<(string Scheme, string Host, int Port), Uri> _origins = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = time.GetTimestamp();
        var response = await base.SendAsync(request, cancellationToken);
        if (
            request.RequestUri is { } uri
            && OriginOf(uri) is var origin
            && watch.Wants(origin)
            && response.Headers.Date is { } date
        )
        {
            watch.Observe(origin, ClockKind.Network, date, time.GetElapsedTime(sent));
        }

        return response;
    }

    private Uri OriginOf(Uri uri)
    {
        var key = (uri.Scheme, uri.IdnHost, uri.Port);
        if (_origins.TryGetValue(key, out var origin))
        {
            return origin;
        }

        if (_origins.Count >= MostOrigins)
        {
            _origins.Clear();
        }

        return _origins[key] = new Uri(uri.GetLeftPart(UriPartial.Authority));
    }
}
