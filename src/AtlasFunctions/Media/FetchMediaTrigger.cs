using Atlas.Core;
using Atlas.Core.Media;
using Atlas.Core.Problems;
using Atlas.Core.Workspaces;
using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace Atlas.Functions.Media;

/// <summary>Gives a network the bytes that it was sent to fetch.</summary>
public sealed class FetchMediaTrigger(FetchMedia media)
{
    [Function("FetchMedia")]
    [OpenToAll("the signed address is the credential")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "media/{workspaceId}/{mediaId}")] HttpRequest request,
        string workspaceId,
        string mediaId,
        CancellationToken cancellationToken
    )
    {
        if (
            !Id<Workspace>.TryParse(workspaceId, out var workspace)
            || !Id<MediaAsset>.TryParse(mediaId, out var id)
            || !long.TryParse(request.Query["e"], out var expires)
            || await media.OpenAsync(workspace, id, expires, request.Query["s"].ToString(), cancellationToken) is not { } found
        )
        {
            // One answer for a wrong signature, an old one and a file that is gone: it tells nothing.
            return Problem.NotFound("file").ToHttp();
        }

        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "private, max-age=3600";
        headers.XContentTypeOptions = "nosniff";
        return Results.Stream(
            found.Content,
            found.Asset.ContentType,
            lastModified: found.Asset.CreatedAt,
            entityTag: new EntityTagHeaderValue($"\"{found.Asset.Sha256[..32]}\""),
            enableRangeProcessing: true
        );
    }
}
