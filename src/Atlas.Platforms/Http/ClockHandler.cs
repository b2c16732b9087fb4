using Atlas.Core.Clocks;

namespace Atlas.Platforms.Http;

/// <summary>Lets the clock be compared with the <c>Date</c> header of answers that come anyway.</summary>
internal sealed class ClockHandler(ClockWatch watch, TimeProvider time, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = time.GetTimestamp();
        var response = await base.SendAsync(request, cancellationToken);
        if (request.RequestUri is { } uri && new Uri(uri.GetLeftPart(UriPartial.Authority)) is var origin && watch.Wants(origin))
        {
            if (response.Headers.Date is { } date)
            {
                watch.Observe(origin, ClockKind.Network, date, time.GetElapsedTime(sent));
            }
        }

        return response;
    }
}
