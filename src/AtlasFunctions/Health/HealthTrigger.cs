using System.Text.Json.Serialization;
using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Health;

public sealed class HealthTrigger(HealthProbe probe)
{
    [Function("GetHealth")]
    [OpenToAll("load balancers and scripts have no key, and it tells nothing of any workspace")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/health")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var view = await probe.CheckAsync(cancellationToken);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Results.Json(
            view,
            HealthJson.Default.HealthView,
            statusCode: view.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable
        );
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HealthView))]
internal sealed partial class HealthJson : JsonSerializerContext;
