using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.X;

/// <summary>Uploads in segments: initialize, append, finalize, and a wait while X works on the file; then its alternative text.</summary>
/// <seealso href="https://docs.x.com/x-api/media/quickstart/media-upload-chunked"/>
internal sealed class XUploads(XApi api, XAnswers answers, IOptions<XOptions> options, TimeProvider time)
{
    private const int SegmentSize = 4 << 20;
    private const string MediaPage = "X API: Chunked Media Upload";

    public static bool IsAppended(XPart part, XCursor cursor) =>
        (long)cursor.Segments * SegmentSize >= part.Files[cursor.Files].SizeBytes;

    public async Task<StepAnswer> RegisterAsync(XPart part, XCursor cursor, CancellationToken cancellationToken)
    {
        var file = part.Files[cursor.Files];
        var answer = await api.InitializeAsync(
            part.Work.AccessToken,
            new InitializeUpload(file.ContentType, file.SizeBytes, XFormats.Category(file)),
            cancellationToken
        );
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return MediaOf(answer)?.Id is { Length: > 0 } id
            ? Next(cursor with { Upload = id, OldestAt = cursor.OldestAt == 0 ? now : cursor.OldestAt }, answer)
            : answers.Unseen(answer, cursor);
    }

    public async Task<StepAnswer> AppendAsync(XPart part, XCursor cursor, CancellationToken cancellationToken)
    {
        var file = part.Files[cursor.Files];
        await using var stream = await part.Work.Open(file, cancellationToken);
        if (stream is null)
        {
            return answers.Rejected(
                answer: null,
                new PlatformProblem(
                    "atlas/media-gone",
                    "A file of the post is not in the library any more.",
                    "Add the file again and schedule the post again.",
                    Source: null
                )
            );
        }

        // Read whole: a body that breaks off must not look like a complete segment.
        var from = (long)cursor.Segments * SegmentSize;
        var bytes = new byte[Math.Min(SegmentSize, file.SizeBytes - from)];
        stream.Position = from;
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        var answer = await api.AppendAsync(part.Work.AccessToken, cursor.Upload!, cursor.Segments, bytes, cancellationToken);
        return answer.Succeeded ? Next(cursor with { Segments = cursor.Segments + 1 }, answer) : NotTaken(answer, cursor);
    }

    public async Task<StepAnswer> FinalizeAsync(XPart part, XCursor cursor, CancellationToken cancellationToken)
    {
        var answer = await api.FinalizeAsync(part.Work.AccessToken, cursor.Upload!, cancellationToken);
        return MediaOf(answer) is { } media
            ? Processed(part, cursor with { WaitingAt = time.GetUtcNow().ToUnixTimeSeconds() }, media, answer)
            : NotTaken(answer, cursor);
    }

    public async Task<StepAnswer> PollAsync(XPart part, XCursor cursor, CancellationToken cancellationToken)
    {
        var answer = await api.ReadMediaAsync(part.Work.AccessToken, cursor.Upload!, cancellationToken);
        return MediaOf(answer) is { } media ? Processed(part, cursor, media, answer) : NotTaken(answer, cursor);
    }

    public async Task<StepAnswer> DescribeAsync(XPart part, XCursor cursor, CancellationToken cancellationToken)
    {
        var answer = await api.DescribeAsync(
            part.Work.AccessToken,
            cursor.Upload!,
            part.AltTexts[cursor.Files]!,
            cancellationToken
        );
        return answer.Succeeded ? Ready(part, cursor.WithMedia(), answer) : NotTaken(answer, cursor);
    }

    private StepAnswer Processed(XPart part, XCursor cursor, XMedia media, PlatformAnswer answer)
    {
        switch (media.ProcessingInfo)
        {
            case { State: "failed" } failed:
                var why = failed.Error?.Message is { Length: > 0 } told ? $" X says: {told}" : "";
                return answers.Restart(
                    answer,
                    cursor,
                    new PlatformProblem(
                        $"media/{failed.Error?.Name ?? "failed"}",
                        $"X failed to process a file.{why}",
                        "It is uploaded again.",
                        MediaPage
                    )
                );
            case { State: not "succeeded" } working:
                return Wait(cursor with { State = XUploadState.Processing }, working, answer);
            default:
                var file = part.Files[cursor.Files];
                var isDescribed = file.Kind is MediaKind.Image && part.AltTexts[cursor.Files] is { Length: > 0 };
                return isDescribed
                    ? Next(cursor with { State = XUploadState.Describing }, answer)
                    : Ready(part, cursor.WithMedia(), answer);
        }
    }

    private StepAnswer Wait(XCursor cursor, XProcessing working, PlatformAnswer answer)
    {
        var limit = options.Value.ProcessingLimit;
        if (time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(cursor.WaitingAt) >= limit)
        {
            return answers.Restart(
                answer,
                cursor,
                new PlatformProblem(
                    "media/timeout",
                    $"X did not finish the media within {limit.TotalMinutes:0} minutes.",
                    "They are uploaded again.",
                    MediaPage
                )
            );
        }

        var delay = TimeSpan.FromSeconds(Math.Clamp(working.CheckAfterSecs ?? 2, 1, 60));
        return new StepAnswer.Wait(delay, cursor.Write(), "X is processing the media.") { Call = answer.Call };
    }

    private StepAnswer Ready(XPart part, XCursor cursor, PlatformAnswer answer) =>
        cursor.Files < part.Files.Count || part.ReplyTo is not null
            ? Next(cursor, answer)
            : new StepAnswer.Ready(
                cursor.Write(),
                DateTimeOffset.FromUnixTimeSeconds(cursor.OldestAt) + options.Value.PreparedLife
            )
            {
                Call = answer.Call,
            };

    /// <summary>An upload that X knows no more, or takes nothing for, begins again; so does one whose file it does not like.</summary>
    private StepAnswer NotTaken(PlatformAnswer answer, XCursor cursor) =>
        answers.ErrorOf(answer) is { Rule: null or { Class: RefusalClass.Rejected } } && !answer.IsServerFault
            ? answers.Restart(answer, cursor, answers.Problem(answer) with { NextStep = "It is uploaded again." })
            : answers.Unseen(answer, cursor);

    private static XMedia? MediaOf(PlatformAnswer answer) =>
        answer.Succeeded ? answer.Read(XJson.Default.XDataXMedia)?.Data : null;

    private static StepAnswer.Continue Next(XCursor cursor, PlatformAnswer answer) => new(cursor.Write()) { Call = answer.Call };
}
