using Atlas.Core;
using Atlas.Core.Media;
using Atlas.Core.Problems;
using Atlas.Core.Workspaces;
using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace Atlas.Functions.Media;

public sealed class MediaPosterTriggers(MediaPosters posters)
{
    private const string Route = "api/v1/media/{mediaId}/poster";

    [Function("PutMediaPoster")]
    [RequiresScope(Scopes.MediaWrite)]
    public async Task<IResult> PutAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route)] HttpRequest request,
        string mediaId,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        if (!Id<MediaAsset>.TryParse(mediaId, out var id))
        {
            return Problem.NotFound("media").ToHttp();
        }

        var body = await request.ReadBytesAsync(MediaPosters.MaxBytes, cancellationToken);
        return body.Failed
            ? body.Problem.ToHttp()
            : (await posters.PutAsync(context.Caller(), id, body.Value, cancellationToken)).ToHttp();
    }

    [Function("GetMediaPoster")]
    [RequiresScope(Scopes.MediaRead)]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string mediaId,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        if (
            !Id<MediaAsset>.TryParse(mediaId, out var id)
            || await posters.OpenAsync(context.Caller(), id, cancellationToken) is not { } found
        )
        {
            return Problem.NotFound("poster").ToHttp();
        }

        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "private, max-age=3600";
        headers.XContentTypeOptions = "nosniff";
        return Results.Stream(
            found.Content,
            found.Poster.ContentType,
            entityTag: new EntityTagHeaderValue($"\"{found.Poster.Sha256[..32]}\"")
        );
    }

    [Function("DeleteMediaPoster")]
    [RequiresScope(Scopes.MediaWrite)]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route)] HttpRequest request,
        string mediaId,
        FunctionContext context,
        CancellationToken cancellationToken
    ) =>
        Id<MediaAsset>.TryParse(mediaId, out var id)
            ? (await posters.RemoveAsync(context.Caller(), id, cancellationToken)).ToHttp()
            : Problem.NotFound("media").ToHttp();
}
