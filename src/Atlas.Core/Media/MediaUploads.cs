using Atlas.Core.Idempotency;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Media;

/// <summary>Signed addresses for uploads, so that large files need no API key where they are sent from.</summary>
public sealed class MediaUploads(
    CommandLedger commands,
    MediaAssets assets,
    MediaExpiry expiry,
    SigningKeys keys,
    MediaOptions options,
    TimeProvider time
)
{
    /// <summary>An upload that is being finished when its time is over gets this long.</summary>
    private static readonly TimeSpan s_purgeAfter = TimeSpan.FromHours(1);

    /// <param name="baseUrl">Where the caller reached this app.</param>
    public async Task<Outcome<Answer>> CreateAsync(
        Caller caller,
        CreateUploadRequest request,
        IdempotencyKey? idempotencyKey,
        string baseUrl,
        CancellationToken cancellationToken
    )
    {
        var details = new MediaDetails
        {
            FileName = request.FileName ?? "",
            ContentType = request.ContentType,
            AltText = request.AltText,
            Tags = MediaRules.Tidy(request.Tags),
            Retention = request.Retention ?? MediaRetention.Library,
            Copy = request.Copy is true,
            Sha256 = request.Sha256,
        };
        var errors = MediaRules.Check(details);
        CheckSize(errors, request);
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        return await commands.DoAsync(
            WorkspaceKeys.Partition(caller.WorkspaceId),
            idempotencyKey,
            async token => await SignAsync(caller, request, details, baseUrl, token),
            cancellationToken
        );
    }

    /// <summary>Reads a token and says whether a file may come in by it, at once and whole.</summary>
    public async Task<Outcome<UploadTicket>> AdmitAsync(string token, CancellationToken cancellationToken)
    {
        var read = await ReadTicketAsync(token, cancellationToken);
        if (read.Failed)
        {
            return read.Problem;
        }

        var ticket = read.Value;
        return ticket.Resumable
                ? Problem.Conflict("upload-in-pieces", "This address takes the file in pieces: send them with PATCH.")
            : await assets.ReadAsync(ticket.WorkspaceId, ticket.MediaId, cancellationToken) is null ? ticket
            : AlreadyUploaded();
    }

    internal async Task<Outcome<UploadTicket>> ReadTicketAsync(string token, CancellationToken cancellationToken)
    {
        var ticket = UploadTicket.Read(await keys.ReadAsync(SigningKeys.Media, cancellationToken), token);
        return ticket is null || ticket.ExpiresAt <= time.GetUtcNow()
            ? Problem.Unauthorized("The upload address is wrong or has expired. Ask for a new one.")
            : ticket;
    }

    internal static Problem AlreadyUploaded() =>
        Problem.Conflict("already-uploaded", "A file has come in by this address already.");

    private void CheckSize(List<ProblemError> errors, CreateUploadRequest request)
    {
        if (request is { Resumable: true, SizeBytes: null })
        {
            errors.Add(new ProblemError("sizeBytes", "required", "A file that comes in pieces needs its size."));
        }
        else if (request.SizeBytes is { } size && (size <= 0 || size > options.MaxMediaBytes))
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
    }

    private async Task<Change> SignAsync(
        Caller caller,
        CreateUploadRequest request,
        MediaDetails details,
        string baseUrl,
        CancellationToken cancellationToken
    )
    {
        var resumable = request.Resumable is true;
        var ticket = new UploadTicket(
            caller.WorkspaceId,
            Id<MediaAsset>.New(time),
            details.FileName,
            details.ContentType,
            details.AltText,
            request.SizeBytes ?? options.MaxMediaBytes,
            time.GetUtcNow() + (resumable ? options.ResumableUploadLifetime : options.UploadUrlLifetime),
            details.Tags,
            details.Retention,
            details.Copy,
            details.Sha256,
            resumable
        );
        var token = ticket.Sign(await keys.ReadAsync(SigningKeys.Media, cancellationToken));
        var view = new UploadTicketView(
            ticket.MediaId,
            $"{(options.PublicBaseUrl ?? baseUrl).TrimEnd('/')}/api/media-uploads/{token}",
            ticket.MaxBytes,
            ticket.ExpiresAt,
            resumable ? options.MinUploadPieceBytes : null
        );
        var answer = Answer.Created(view, ApiJson.Default.UploadTicketView, KeepMedia.LocationOf(ticket.MediaId));
        var writes = resumable ? await BeginAsync(ticket, details, cancellationToken) : [];
        return new Change(writes, answer) { HasSecret = true };
    }

    private async Task<List<RowWrite>> BeginAsync(UploadTicket ticket, MediaDetails details, CancellationToken cancellationToken)
    {
        var upload = new MediaUpload
        {
            Id = ticket.MediaId,
            WorkspaceId = ticket.WorkspaceId,
            Details = details,
            SizeBytes = ticket.MaxBytes,
            StoredAs = $"{ticket.WorkspaceId}/{ticket.MediaId}-pieces",
            ExpiresAt = ticket.ExpiresAt,
        };
        var entry = new ExpiryEntry(
            ticket.ExpiresAt + s_purgeAfter,
            ticket.WorkspaceId,
            ExpiryKind.Upload,
            ticket.MediaId.ToString()
        );
        await expiry.AddAsync(entry, cancellationToken);
        return [RowWrite.Insert(WorkspaceKeys.MediaUpload(upload.Id), upload.ToRow(StoredJson.Default.MediaUpload))];
    }
}
