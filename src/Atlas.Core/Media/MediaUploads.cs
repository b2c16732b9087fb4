using Atlas.Core.Idempotency;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Media;

/// <summary>Signed addresses for uploads, so that large files need no API key where they are sent from.</summary>
public sealed class MediaUploads(
    CommandLedger commands,
    MediaAssets assets,
    SigningKeys keys,
    MediaOptions options,
    TimeProvider time
)
{
    /// <param name="baseUrl">Where the caller reached this app.</param>
    public async Task<Outcome<Answer>> CreateAsync(
        Caller caller,
        CreateUploadRequest request,
        IdempotencyKey? idempotencyKey,
        string baseUrl,
        CancellationToken cancellationToken
    )
    {
        List<ProblemError> errors = [];
        MediaRules.CheckFileName(errors, request.FileName);
        MediaRules.CheckAltText(errors, request.AltText);
        if (request.SizeBytes is { } size && (size <= 0 || size > options.MaxMediaBytes))
        {
            errors.Add(
                new ProblemError(
                    "sizeBytes",
                    "size",
                    "The file can't be taken.",
                    $"1 to {options.MaxMediaBytes} bytes",
                    $"{size} bytes"
                )
            );
        }

        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        return await commands.DoAsync(
            WorkspaceKeys.Partition(caller.WorkspaceId),
            idempotencyKey,
            async token => await SignAsync(caller, request, baseUrl, token),
            cancellationToken
        );
    }

    /// <summary>Reads a token and says whether a file may come in by it.</summary>
    public async Task<Outcome<UploadTicket>> AdmitAsync(string token, CancellationToken cancellationToken)
    {
        var ticket = UploadTicket.Read(await keys.ReadAsync(SigningKeys.Media, cancellationToken), token);
        if (ticket is null || ticket.ExpiresAt <= time.GetUtcNow())
        {
            return Problem.Unauthorized("The upload address is wrong or has expired. Ask for a new one.");
        }

        return await assets.ReadAsync(ticket.WorkspaceId, ticket.MediaId, cancellationToken) is null ? ticket : AlreadyUploaded();
    }

    internal static Problem AlreadyUploaded() =>
        Problem.Conflict("already-uploaded", "A file has come in by this address already.");

    private async Task<Change> SignAsync(
        Caller caller,
        CreateUploadRequest request,
        string baseUrl,
        CancellationToken cancellationToken
    )
    {
        var ticket = new UploadTicket(
            caller.WorkspaceId,
            Id<MediaAsset>.New(time),
            request.FileName!,
            request.ContentType,
            request.AltText,
            request.SizeBytes ?? options.MaxMediaBytes,
            time.GetUtcNow() + options.UploadUrlLifetime
        );
        var token = ticket.Sign(await keys.ReadAsync(SigningKeys.Media, cancellationToken));
        var view = new UploadTicketView(
            ticket.MediaId,
            $"{(options.PublicBaseUrl ?? baseUrl).TrimEnd('/')}/api/media-uploads/{token}",
            ticket.MaxBytes,
            ticket.ExpiresAt
        );
        var answer = Answer.Created(view, ApiJson.Default.UploadTicketView, $"/api/v1/media/{ticket.MediaId}");
        return new Change([], answer) { HasSecret = true };
    }
}
