using Atlas.Core.Clocks;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Atlas.Storage;

/// <summary>Lets the clock be compared with what the storage's answers say.</summary>
internal sealed class ClockPolicy(ClockWatch watch, TimeProvider time) : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var sent = time.GetTimestamp();
        ProcessNext(message, pipeline);
        Look(message, sent);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var sent = time.GetTimestamp();
        await ProcessNextAsync(message, pipeline);
        Look(message, sent);
    }

    private void Look(HttpMessage message, long sent)
    {
        var origin = new Uri(message.Request.Uri.ToUri().GetLeftPart(UriPartial.Authority));
        if (message.HasResponse && watch.Wants(origin) && message.Response.Headers.Date is { } date)
        {
            watch.Observe(origin, ClockKind.Storage, date, time.GetElapsedTime(sent));
        }
    }
}
