using System.Net.Http.Headers;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.LinkedIn;

/// <summary>
/// Uploads, file by file. An image or a document goes in one piece; a video in the parts that LinkedIn names, each to an
/// address of its own, and is put together by a call that repeats what each part was answered with.
/// </summary>
internal sealed class LinkedInUploads(
    LinkedInApi api,
    LinkedInAnswers answers,
    IOptions<LinkedInOptions> options,
    TimeProvider time
)
{
    /// <summary>The files of a post in the order in which they are uploaded.</summary>
    public static IReadOnlyList<MediaAsset> Files(PublishWork work) =>
        LinkedInFormats.Of(work.Content, work.Media) is LinkedInFormat.Article
            ? work.Content.Cover is { } cover && work.Extras.TryGetValue(cover, out var thumbnail)
                ? [thumbnail]
                : []
            : work.Media;

    public async Task<StepAnswer> RegisterAsync(PublishWork work, LinkedInCursor cursor, CancellationToken cancellationToken)
    {
        var file = Files(work)[cursor.Files];
        var cover = file.Kind is MediaKind.Video ? CoverOf(work) : null;
        var captions = LinkedInCaptions.Of(work);
        var request = new InitializeUploadRequest(LinkedInAuthor.Of(work.Channel).Urn);
        if (file.Kind is MediaKind.Video)
        {
            request = request with
            {
                FileSizeBytes = file.SizeBytes,
                UploadCaptions = captions is not null,
                UploadThumbnail = cover is not null,
            };
        }

        var kind = file.Kind switch
        {
            MediaKind.Video => "videos",
            MediaKind.Document => "documents",
            _ => "images",
        };
        var answer = await api.InitializeAsync(work.AccessToken, kind, request, cancellationToken);
        var start = answer.Succeeded ? answer.Read(LinkedInJson.Default.LinkedInValueLinkedInUploadStart)?.Value : null;
        return start is not null && UploadOf(work.AccessToken, file, cover is not null, captions is not null, start) is { } upload
            ? new StepAnswer.Continue((cursor with { Upload = upload }).Write()) { Call = answer.Call }
            : answers.Unseen(work, answer, cursor);
    }

    public async Task<StepAnswer> UploadAsync(PublishWork work, LinkedInCursor cursor, CancellationToken cancellationToken)
    {
        var (file, upload) = (Files(work)[cursor.Files], cursor.Upload!);
        var part = upload.PartsDone;
        if (AddressOf(work, upload, part) is not { } address)
        {
            return Renewed(cursor);
        }

        await using var stream = await work.Open(file, cancellationToken);
        if (stream is null)
        {
            return Gone();
        }

        return upload.Ranges is { } ranges
            ? await UploadPartAsync(work, cursor, stream, address, ranges[part], ranges[part + 1], cancellationToken)
            : await UploadWholeAsync(work, cursor, file, stream, address, cancellationToken);
    }

    public async Task<StepAnswer> UploadThumbnailAsync(
        PublishWork work,
        LinkedInCursor cursor,
        CancellationToken cancellationToken
    )
    {
        var upload = cursor.Upload!;
        if (AddressOf(work, upload, upload.PartsDone) is not { } address)
        {
            return Renewed(cursor);
        }

        await using var stream = CoverOf(work) is { } cover ? await work.Open(cover, cancellationToken) : null;
        if (stream is null)
        {
            return Gone();
        }

        var answer = await api.UploadAsync(
            "PUT {thumbnail}",
            address,
            work.AccessToken,
            () => Bytes(stream, CoverOf(work)!.ContentType),
            options.Value.WriteTimeout,
            cancellationToken,
            new KeyValuePair<string, string>("media-type-family", "STILLIMAGE")
        );
        return answer.Succeeded
            ? new StepAnswer.Continue((cursor with { Upload = upload with { ThumbnailDone = true } }).Write())
            {
                Call = answer.Call,
            }
            : NotTaken(work, answer, cursor);
    }

    public async Task<StepAnswer> UploadCaptionsAsync(
        PublishWork work,
        LinkedInCursor cursor,
        CancellationToken cancellationToken
    )
    {
        var upload = cursor.Upload!;
        if (AddressOf(work, upload, upload.PartsDone + (upload.HasThumbnail ? 1 : 0)) is not { } address)
        {
            return Renewed(cursor);
        }

        await using var stream = LinkedInCaptions.Of(work) is { } captions ? await work.Open(captions, cancellationToken) : null;
        if (stream is null)
        {
            return Gone();
        }

        var answer = await api.UploadFormAsync(
            "POST {captions}",
            address,
            work.AccessToken,
            () =>
                new MultipartFormDataContent
                {
                    { new StringContent(LinkedInCaptions.Metadata), "metadata" },
                    { Bytes(stream, LinkedInCaptions.ContentType), "file", "captions.srt" },
                },
            options.Value.WriteTimeout,
            cancellationToken
        );
        return answer.Succeeded
            ? new StepAnswer.Continue((cursor with { Upload = upload with { CaptionsDone = true } }).Write())
            {
                Call = answer.Call,
            }
            : NotTaken(work, answer, cursor);
    }

    public async Task<StepAnswer> FinalizeAsync(PublishWork work, LinkedInCursor cursor, CancellationToken cancellationToken)
    {
        var upload = cursor.Upload!;
        var answer = await api.FinalizeAsync(
            work.AccessToken,
            new FinalizeUploadRequest(upload.Urn, upload.Token ?? "", upload.ETags ?? []),
            cancellationToken
        );
        return answer.Succeeded
            ? new StepAnswer.Continue(cursor.WithFile(upload.Urn, time.GetUtcNow()).Write()) { Call = answer.Call }
            : answers.Unseen(work, answer, cursor);
    }

    public static MediaAsset? CoverOf(PublishWork work) =>
        work.Content.Cover is { } id && work.Extras.TryGetValue(id, out var cover) ? cover : null;

    private async Task<StepAnswer> UploadPartAsync(
        PublishWork work,
        LinkedInCursor cursor,
        Stream stream,
        Uri address,
        long from,
        long end,
        CancellationToken cancellationToken
    )
    {
        // Read whole: a part has 4 MiB, and a body that breaks off must not look like a complete one.
        var bytes = new byte[end - from];
        stream.Position = from;
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        var answer = await api.UploadAsync(
            "PUT {part}",
            address,
            token: null,
            () =>
                new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } },
            options.Value.WriteTimeout,
            cancellationToken
        );
        if (answer.Succeeded && ETag(answer) is { } etag)
        {
            var upload = cursor.Upload!;
            var next = cursor with { Upload = upload with { ETags = [.. upload.ETags ?? [], etag] } };
            return new StepAnswer.Continue(next.Write()) { Call = answer.Call };
        }

        return NotTaken(work, answer, cursor);
    }

    private async Task<StepAnswer> UploadWholeAsync(
        PublishWork work,
        LinkedInCursor cursor,
        MediaAsset file,
        Stream stream,
        Uri address,
        CancellationToken cancellationToken
    )
    {
        var answer = await api.UploadAsync(
            file.Kind is MediaKind.Document ? "PUT {document}" : "PUT {image}",
            address,
            work.AccessToken,
            () => Bytes(stream, file.ContentType),
            options.Value.UploadTimeout,
            cancellationToken
        );
        return answer.Succeeded
            ? new StepAnswer.Continue(cursor.WithFile(cursor.Upload!.Urn, time.GetUtcNow()).Write()) { Call = answer.Call }
            : NotTaken(work, answer, cursor);
    }

    private LinkedInUpload? UploadOf(Secret token, MediaAsset file, bool hasCover, bool hasCaptions, LinkedInUploadStart start)
    {
        if (file.Kind is not MediaKind.Video)
        {
            return
                (file.Kind is MediaKind.Document ? start.Document : start.Image) is { } urn
                && api.IsUploadAddress(start.UploadUrl, out _)
                ? new LinkedInUpload { Urn = urn, Addresses = UploadSeal.Close([start.UploadUrl!], token) }
                : null;
        }

        var parts = start.UploadInstructions?.OrderBy(part => part.FirstByte).ToArray() ?? [];
        var addresses = parts.Select(part => part.UploadUrl).ToList();
        var (thumbnail, captions) = (hasCover ? start.ThumbnailUploadUrl : null, hasCaptions ? start.CaptionsUploadUrl : null);
        addresses.AddRange(new[] { thumbnail, captions }.OfType<string>());

        return
            start.Video is { } video
            && parts is [{ FirstByte: 0 }, ..]
            && parts[^1].FirstByte < file.SizeBytes
            && addresses.TrueForAll(address => api.IsUploadAddress(address, out _))
            ? new LinkedInUpload
            {
                Urn = video,
                Addresses = UploadSeal.Close(addresses, token),
                Ranges = [.. parts.Select(part => part.FirstByte), file.SizeBytes], // the last range may end behind the file
                Token = start.UploadToken,
                HasThumbnail = thumbnail is not null,
                HasCaptions = captions is not null,
            }
            : null;
    }

    private Uri? AddressOf(PublishWork work, LinkedInUpload upload, int index) =>
        UploadSeal.Open(upload.Addresses, work.AccessToken) is { } addresses
        && index < addresses.Count
        && api.IsUploadAddress(addresses[index], out var address)
            ? address
            : null;

    /// <summary>An address that refuses the file, in whatever words, is over: LinkedIn gives a new one.</summary>
    private StepAnswer NotTaken(PublishWork work, PlatformAnswer answer, LinkedInCursor cursor) =>
        answer.Status is >= 400 and < 500 and not (408 or 429)
        && answers.ErrorOf(answer) is null or { Rule: null or { Class: RefusalClass.Rejected } }
            ? answers.Restart(
                answer,
                cursor,
                new PlatformProblem(
                    "EXPIRED_UPLOAD_URL",
                    $"LinkedIn did not take a file (status {answer.Status}).",
                    "It is uploaded again.",
                    "LinkedIn Community Management: Images, Documents and Videos API"
                )
            )
            : answers.Unseen(work, answer, cursor);

    private static StreamContent Bytes(Stream stream, string contentType) =>
        new(stream) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } };

    private static string? ETag(PlatformAnswer answer)
    {
        var tag = answer.Header("ETag")?.Trim();
        tag = tag?.StartsWith("W/", StringComparison.Ordinal) is true ? tag[2..] : tag;
        return tag?.Trim('"') is { Length: > 0 } text ? text : null;
    }

    /// <summary>The addresses of the upload can't be opened with a token that was renewed meanwhile: what is there is left behind.</summary>
    private static StepAnswer.Continue Renewed(LinkedInCursor cursor) => new((cursor with { Upload = null }).Write());

    private StepAnswer.Refused Gone() =>
        answers.Rejected(
            answer: null,
            new PlatformProblem(
                "atlas/media-gone",
                "A file of the post is not in the library any more.",
                "Add the file again and schedule the post again.",
                Source: null
            )
        );
}
