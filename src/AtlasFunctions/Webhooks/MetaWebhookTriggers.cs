using Atlas.Core.Connections;
using Atlas.Core.Problems;
using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Webhooks;

/// <summary>Where Meta proves our address and sends what happens on accounts. The raw bytes are what is signed.</summary>
public sealed class MetaWebhookTriggers(MetaWebhooks webhooks)
{
    /// <summary>A thousand updates in one delivery, with room.</summary>
    private const int MaxBody = 4 * 1024 * 1024;

    [Function("VerifyMetaWebhook")]
    [OpenToAll("Meta asks with the token that was typed into its console")]
    public async Task<IResult> VerifyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/webhooks/meta")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var query = request.Query;
        return
            query["hub.mode"] == "subscribe"
            && query["hub.challenge"] is [{ Length: > 0 and <= 100 } challenge]
            && challenge.All(char.IsAsciiLetterOrDigit)
            && await webhooks.IsVerifyTokenAsync(query["hub.verify_token"], cancellationToken)
            ? Results.Text(challenge, "text/plain")
            : Problem.Forbidden("of the verify token that this deployment shows in its set-up checks").ToHttp();
    }

    [Function("TakeMetaWebhook")]
    [OpenToAll("the signature is the credential")]
    public async Task<IResult> TakeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks/meta")] HttpRequest request,
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
            request.Headers["X-Hub-Signature-256"],
            request.Query["app"] is [{ Length: > 0 } clientId] ? clientId : null,
            cancellationToken
        );
        return taken
            ? Results.Text("", "text/plain")
            : Problem.Unauthorized("X-Hub-Signature-256 is missing, or no app that is known here made it.").ToHttp();
    }
}
