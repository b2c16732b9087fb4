using System.Text.Json.Serialization;
using Atlas.Core.Platforms;
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
                publishing.SettledByReconcile,
                storage.Reads,
                storage.Writes,
                storage.Batches,
                [
                    .. publishing.Networks.Select(network => new NetworkMetricsView(
                        network.Platform.ToName(),
                        network.Published,
                        network.Missed,
                        network.Failed,
                        network.Doubled,
                        network.Retries,
                        network.Lateness()
                    )),
                ]
            ),
            MetricsJson.Default.MetricsView
        );
    }
}

/// <summary>What this process has counted since it started. The same figures go to telemetry.</summary>
/// <param name="Commits">Write transactions of the row store.</param>
/// <param name="Networks">All of them, also those that have published nothing.</param>
public sealed record MetricsView(
    long Activities,
    long Published,
    long LostAnswers,
    long SettledByReconcile,
    long RowReads,
    long RowWrites,
    long Commits,
    IReadOnlyList<NetworkMetricsView> Networks
);

/// <param name="LatenessSeconds">From the due instant to live; null where nothing was published.</param>
public sealed record NetworkMetricsView(
    string Platform,
    long Published,
    long Missed,
    long Failed,
    long Doubled,
    long Retries,
    LatenessView? LatenessSeconds
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MetricsView))]
internal sealed partial class MetricsJson : JsonSerializerContext;
