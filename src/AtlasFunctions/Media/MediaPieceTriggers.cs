using System.Globalization;
using Atlas.Core.Media;
using Atlas.Core.Problems;
using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Media;

/// <summary>A file that comes in pieces: each says where it begins, and the answer says how far the file has come.</summary>
public sealed class MediaPieceTriggers(ResumableUploads uploads, MediaOptions options)
{
    private const string Open = "the signed address is the credential";
    private const string Route = "api/media-uploads/{token}";
    private const string Offset = "Upload-Offset";

    [Function("AppendMediaUpload")]
    [OpenToAll(Open)]
    public async Task<IResult> AppendAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Route)] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    )
    {
        if (!long.TryParse(request.Headers[Offset], NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
        {
            return Problem.InvalidParameter(Offset, "Say where in the file the piece begins: a number of bytes.").ToHttp();
        }

        if (UploadBody.Refuse(request, options.MaxMediaBytes) is { } tooLarge)
        {
            return tooLarge.ToHttp();
        }

        try
        {
            var answer = await uploads.AppendAsync(token, offset, request.ContentLength, request.Body, cancellationToken);
            if (answer.Offset is { } now)
            {
                request.HttpContext.Response.Headers[Offset] = now.ToString(CultureInfo.InvariantCulture);
            }

            return answer.Answer.ToHttp();
        }
        catch (IOException) when (!cancellationToken.IsCancellationRequested)
        {
            return Problem
                .InvalidParameter("body", "The piece breaks off. Ask with HEAD how much of it is there, and go on from it.")
                .ToHttp();
        }
    }

    [Function("InspectMediaUpload")]
    [OpenToAll(Open)]
    public async Task<IResult> InspectAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "head", Route = Route)] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    )
    {
        var status = await uploads.ReadAsync(token, cancellationToken);
        if (status.Failed)
        {
            return status.Problem.ToHttp();
        }

        var upload = status.Value.Upload;
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "no-store";
        headers[Offset] = status.Value.Offset.ToString(CultureInfo.InvariantCulture);
        headers["Upload-Length"] = upload.SizeBytes.ToString(CultureInfo.InvariantCulture);
        headers["Upload-Expires"] = upload.ExpiresAt.ToString("R", CultureInfo.InvariantCulture);
        if (upload.MediaId is { } media)
        {
            headers.Location = $"/api/v1/media/{media}";
        }

        return Results.StatusCode(StatusCodes.Status200OK);
    }

    [Function("AbortMediaUpload")]
    [OpenToAll(Open)]
    public async Task<IResult> AbortAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route)] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    ) => (await uploads.AbortAsync(token, cancellationToken)).ToHttp();
}
