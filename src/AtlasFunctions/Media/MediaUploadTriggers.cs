using System.Buffers;
using System.Text;
using Atlas.Core;
using Atlas.Core.Idempotency;
using Atlas.Core.Media;
using Atlas.Core.Workspaces;
using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Media;

/// <summary>The ways in for files. Bodies are streamed and never held in memory.</summary>
public sealed class MediaUploadTriggers(
    ReceiveMedia receive,
    MediaUploads uploads,
    ApiOptions options,
    MediaOptions mediaOptions,
    TimeProvider time
)
{
    [Function("UploadMedia")]
    [RequiresScope(Scopes.MediaWrite)]
    public async Task<IResult> UploadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/media")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var caller = context.Caller();
        if (UploadBody.Refuse(request, mediaOptions.MaxMediaBytes) is { } tooLarge)
        {
            return tooLarge.ToHttp();
        }

        // Checked before the file is read; made with the file's hash after.
        var checkedKey = request.ReadIdempotencyKey(caller);
        if (checkedKey.Failed)
        {
            return checkedKey.Problem.ToHttp();
        }

        var file = await UploadedFile.ReadAsync(request, cancellationToken);
        if (file.Failed)
        {
            return file.Problem.ToHttp();
        }

        var parameters = new RequestParameters(request);
        var details = file.Value.DescribedBy(request, parameters);
        if (parameters.Problem is { } problem)
        {
            return problem.ToHttp();
        }

        var incoming = new IncomingMedia(
            caller.WorkspaceId,
            Id<MediaAsset>.New(time),
            details,
            mediaOptions.MaxMediaBytes,
            file.Value.Content
        );
        return (await receive.HandleAsync(incoming, KeyFor, cancellationToken)).ToHttp();

        IdempotencyKey? KeyFor(string hash) =>
            request.ReadIdempotencyKey(caller, new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes(hash))).Value.Key;
    }

    [Function("CreateMediaUpload")]
    [RequiresScope(Scopes.MediaWrite)]
    public async Task<IResult> CreateUploadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/media/uploads")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var read = await request.ReadAsync(context, ApiJson.Default.CreateUploadRequest, options, cancellationToken);
        return read.Failed
            ? read.Problem.ToHttp()
            : (
                await uploads.CreateAsync(
                    read.Value.Caller,
                    read.Value.Body,
                    read.Value.IdempotencyKey,
                    request.BaseUrl(),
                    cancellationToken
                )
            ).ToHttp();
    }

    [Function("PutMediaUpload")]
    [OpenToAll("the signed address is the credential")]
    public async Task<IResult> PutAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/media-uploads/{token}")] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    )
    {
        var admitted = await uploads.AdmitAsync(token, cancellationToken);
        if (admitted.Failed)
        {
            return admitted.Problem.ToHttp();
        }

        var ticket = admitted.Value;
        if (UploadBody.Refuse(request, ticket.MaxBytes) is { } tooLarge)
        {
            return tooLarge.ToHttp();
        }

        var incoming = new IncomingMedia(
            ticket.WorkspaceId,
            ticket.MediaId,
            ticket.DetailsWith(request.ContentType),
            ticket.MaxBytes,
            request.Body
        );
        return (await receive.HandleAsync(incoming, _ => null, cancellationToken)).ToHttp();
    }
}
