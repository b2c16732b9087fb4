using System.Text.Json.Serialization;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Metrics;

public sealed class MetricsTrigger(PublishingMeter publishing, StorageMeter storage)
{
    [Function("GetMetrics")]
    [RequiresScope(Scopes.SetUp)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/metrics")] HttpRequest request)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Results.Json(
            new MetricsView(
                publishing.Activities,
                publishing.PublishedPosts,
                publishing.LostAnswers,
                storage.Reads,
                storage.Writes,
                storage.Batches
            ),
            MetricsJson.Default.MetricsView
        );
    }
}

/// <summary>What this process has counted since it started. The same figures go to telemetry.</summary>
/// <param name="Commits">Write transactions of the row store.</param>
public sealed record MetricsView(long Activities, long Published, long LostAnswers, long RowReads, long RowWrites, long Commits);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MetricsView))]
internal sealed partial class MetricsJson : JsonSerializerContext;
