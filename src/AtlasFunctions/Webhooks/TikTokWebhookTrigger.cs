using Atlas.Core.Connections;
using Atlas.Core.Problems;
using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Webhooks;

/// <summary>Where TikTok sends what happens on accounts. The raw bytes are what is signed.</summary>
public sealed class TikTokWebhookTrigger(TikTokWebhooks webhooks)
{
    /// <summary>One event, with much room.</summary>
    private const int MaxBody = 256 * 1024;

    [Function("TakeTikTokWebhook")]
    [OpenToAll("the signature is the credential")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks/tiktok")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var body = await request.ReadBytesAsync(MaxBody, cancellationToken);
        if (body.Failed)
        {
            return body.Problem.ToHttp();
        }

        var taken = await webhooks.TakeAsync(
            body.Value,
            request.Headers["TikTok-Signature"],
            request.Query["app"] is [{ Length: > 0 } clientId] ? clientId : null,
            cancellationToken
        );
        return taken
            ? Results.Text("", "text/plain")
            : Problem.Unauthorized("TikTok-Signature is missing or too old, or no app that is known here made it.").ToHttp();
    }
}
