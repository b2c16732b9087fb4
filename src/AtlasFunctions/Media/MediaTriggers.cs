using Atlas.Core;
using Atlas.Core.Media;
using Atlas.Core.Problems;
using Atlas.Core.Workspaces;
using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Media;

public sealed class MediaTriggers(MediaLibrary library, ApiOptions options)
{
    [Function("ListMedia")]
    [RequiresScope(Scopes.MediaRead)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/media")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var parameters = new RequestParameters(request);
        var filter = new MediaFilter(
            parameters.Name<MediaKind>("kind"),
            parameters.Name<MediaRetention>("retention"),
            Text(request, "tag"),
            Text(request, "search"),
            parameters.Cursor(),
            parameters.Limit()
        );
        return parameters.Problem is { } problem
            ? problem.ToHttp()
            : (await library.ListAsync(context.Caller(), filter, cancellationToken)).ToHttp();
    }

    [Function("GetMedia")]
    [RequiresScope(Scopes.MediaRead)]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/media/{mediaId}")] HttpRequest request,
        string mediaId,
        FunctionContext context,
        CancellationToken cancellationToken
    ) =>
        Id<MediaAsset>.TryParse(mediaId, out var id)
            ? (await library.ReadAsync(context.Caller(), id, cancellationToken)).ToHttp()
            : Problem.NotFound("media").ToHttp();

    [Function("UpdateMedia")]
    [RequiresScope(Scopes.MediaWrite)]
    public async Task<IResult> UpdateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/v1/media/{mediaId}")] HttpRequest request,
        string mediaId,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        if (!Id<MediaAsset>.TryParse(mediaId, out var id))
        {
            return Problem.NotFound("media").ToHttp();
        }

        var read = await request.ReadAsync(context, ApiJson.Default.UpdateMediaRequest, options, cancellationToken);
        return read.Failed
            ? read.Problem.ToHttp()
            : (await library.UpdateAsync(read.Value.Caller, id, read.Value.Body, request.IfMatch(), cancellationToken)).ToHttp();
    }

    [Function("DeleteMedia")]
    [RequiresScope(Scopes.MediaWrite)]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/media/{mediaId}")] HttpRequest request,
        string mediaId,
        FunctionContext context,
        CancellationToken cancellationToken
    ) =>
        Id<MediaAsset>.TryParse(mediaId, out var id)
            ? (await library.DeleteAsync(context.Caller(), id, cancellationToken)).ToHttp()
            : Problem.NotFound("media").ToHttp();

    private static string? Text(HttpRequest request, string name) =>
        request.Query[name].ToString().Trim() is { Length: > 0 } text ? text : null;
}
