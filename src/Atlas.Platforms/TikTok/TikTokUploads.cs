using Atlas.Core.Platforms;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.TikTok;

/// <summary>
/// A video as a file: opened and sent but for its last part before the due instant, since TikTok publishes when the last part
/// arrives and by nothing else.
/// </summary>
internal sealed class TikTokUploads(
    TikTokApi api,
    TikTokAnswers answers,
    TikTokCreators creators,
    TikTokProgress progress,
    IOptions<TikTokOptions> options,
    TimeProvider time
)
{
    /// <summary>Nobody sees an upload that gets no bytes, and it lapses within the hour: one whose answer was lost is simply opened again.</summary>
    public async Task<StepAnswer> OpenAsync(
        PublishWork work,
        TikTokPlan plan,
        TikTokCursor cursor,
        CancellationToken cancellationToken
    )
    {
        TikTokCreator? creator = null;
        if (plan.IsDirect)
        {
            (creator, var stop) = await creators.ReadAsync(work, plan, cursor.Write(), cancellationToken);
            if (stop is not null)
            {
                return stop;
            }
        }

        var upload = UploadPlan.For(work.Media[0].SizeBytes, options.Value.ChunkBytes);
        var body = TikTokBodies.File(work, plan, upload, creator);
        var answer = plan.IsDirect
            ? await api.InitDirectVideoAsync(work.AccessToken, body, cancellationToken)
            : await api.InitInboxVideoAsync(work.AccessToken, body, cancellationToken);
        return answer.Data is { PublishId: { Length: > 0 } id, UploadUrl: { Length: > 0 } url }
            ? Next(
                cursor with
                {
                    PublishId = id,
                    Upload = SealedUrl.Seal(url, work.AccessToken),
                    ChunkSize = upload.ChunkSize,
                    OpenedAt = time.GetUtcNow().ToUnixTimeSeconds(),
                },
                upload,
                answer.Http
            )
            : answers.Unseen(answer.Http, answer.Error, cursor.Write());
    }

    public async Task<StepAnswer> SendAsync(PublishWork work, TikTokCursor cursor, CancellationToken cancellationToken)
    {
        if (Address(work, cursor) is not { } url)
        {
            return new StepAnswer.Continue(cursor.StartAgain().Write());
        }

        var plan = cursor.Plan(work.Media[0].SizeBytes);
        var answer = await PutAsync(work, url, plan.Part(cursor.Sent), cancellationToken);
        return answer switch
        {
            null => FileGone(),
            { Succeeded: true } => Next(cursor with { Sent = cursor.Sent + 1 }, plan, answer),
            { Outcome: CallOutcome.Answered, Status: 416 } => await RewindAsync(work, cursor, answer, cancellationToken),
            _ => answers.Chunk(answer, cursor),
        };
    }

    /// <summary>The call that followers see. An earlier one whose answer was lost may have done it already: TikTok is asked first.</summary>
    public async Task<StepAnswer> FinishAsync(PublishWork work, TikTokCursor cursor, CancellationToken cancellationToken)
    {
        var before = await api.ReadStatusOnceAsync(work.AccessToken, cursor.PublishId!, cancellationToken);
        if (await StandingAsync(work, cursor, before, cancellationToken) is { } known)
        {
            return known;
        }

        if (Address(work, cursor) is not { } url)
        {
            return before.Data switch
            {
                { Status: "PROCESSING_UPLOAD" } => new StepAnswer.Continue(cursor.StartAgain().Write()),
                null => answers.Unseen(before.Http, before.Error, cursor.Write()),
                _ => Unclear(before.Http),
            };
        }

        // Where the look failed the part is sent all the same: it can only complete this one upload, once.
        var answer = await PutAsync(work, url, cursor.Plan(work.Media[0].SizeBytes).Part(cursor.Sent), cancellationToken);
        return answer switch
        {
            null => FileGone(),
            { Succeeded: true } => await progress.WatchAsync(work, cursor, answer, cancellationToken),
            { Outcome: CallOutcome.Answered, Status: 403 or 404 or 416 } => await AfterRefusedAsync(
                work,
                cursor,
                answer,
                cancellationToken
            ),
            { Outcome: CallOutcome.Answered, Status: 400 } => answers.Chunk(answer, cursor),
            _ => answers.Visible(answer, error: null, cursor.Write()),
        };
    }

    private async Task<StepAnswer> AfterRefusedAsync(
        PublishWork work,
        TikTokCursor cursor,
        PlatformAnswer refused,
        CancellationToken cancellationToken
    )
    {
        var answer = await api.ReadStatusOnceAsync(work.AccessToken, cursor.PublishId!, cancellationToken);
        return await StandingAsync(work, cursor, answer, cancellationToken)
            ?? (
                answer.Data is not { Status: "PROCESSING_UPLOAD", UploadedBytes: { } uploaded } ? Unclear(refused)
                : refused.Status is 416 ? Rewound(work, cursor, uploaded, refused)
                : answers.Chunk(refused, cursor)
            );
    }

    /// <summary>Null where the upload still waits for its last part, or could not be looked at.</summary>
    private async Task<StepAnswer?> StandingAsync(
        PublishWork work,
        TikTokCursor cursor,
        TikTokAnswer<TikTokStatus> answer,
        CancellationToken cancellationToken
    )
    {
        if (answer.Error is { Rule.Class: RefusalClass.Reconnect })
        {
            return answers.Unseen(answer.Http, answer.Error, cursor.Write());
        }

        return answer.Data is { Status: "PROCESSING_UPLOAD" } status && status.UploadedBytes >= work.Media[0].SizeBytes
            ? await progress.WatchAsync(work, cursor, answer.Http, cancellationToken)
            : await progress.SettledAsync(work, cursor, answer, cancellationToken);
    }

    private async Task<StepAnswer> RewindAsync(
        PublishWork work,
        TikTokCursor cursor,
        PlatformAnswer refused,
        CancellationToken cancellationToken
    )
    {
        var answer = await api.ReadStatusOnceAsync(work.AccessToken, cursor.PublishId!, cancellationToken);
        return answer.Data is { Status: "PROCESSING_UPLOAD", UploadedBytes: { } uploaded }
            ? Rewound(work, cursor, uploaded, refused)
            : answers.Unseen(answer.Http, answer.Error, cursor.StartAgain().Write());
    }

    /// <summary>TikTok has another number of parts than we thought: an answer was lost, or a part of it.</summary>
    private StepAnswer.Refused Rewound(PublishWork work, TikTokCursor cursor, long uploaded, PlatformAnswer refused)
    {
        var next =
            uploaded % cursor.ChunkSize == 0 && uploaded < work.Media[0].SizeBytes
                ? cursor with
                {
                    Sent = (int)(uploaded / cursor.ChunkSize),
                }
                : cursor.StartAgain();
        return answers.Refused(
            refused,
            RefusalClass.Transient,
            new PlatformProblem(
                "upload/416",
                "TikTok has got another part of the file than we thought.",
                "It goes on from there.",
                TikTokErrors.TransferPage
            ),
            next.Write(),
            TimeSpan.Zero
        );
    }

    private static StepAnswer Next(TikTokCursor cursor, UploadPlan plan, PlatformAnswer answer) =>
        cursor.Sent < plan.Count - 1
            ? new StepAnswer.Continue(cursor.Write()) { Call = answer.Call }
            : new StepAnswer.Ready(cursor.Write(), cursor.ValidUntil) { Call = answer.Call };

    private string? Address(PublishWork work, TikTokCursor cursor) =>
        time.GetUtcNow() < cursor.ValidUntil ? SealedUrl.Open(cursor.Upload!, work.AccessToken) : null;

    /// <summary>Null where the file is gone.</summary>
    private async Task<PlatformAnswer?> PutAsync(
        PublishWork work,
        string url,
        UploadPart part,
        CancellationToken cancellationToken
    )
    {
        await using var file = await work.Open(work.Media[0], cancellationToken);
        return file is null ? null : await api.PutChunkAsync(url, file, part, work.Media[0].Probe.ContentType, cancellationToken);
    }

    private StepAnswer.Refused FileGone() =>
        answers.Refused(
            answer: null,
            RefusalClass.Rejected,
            new PlatformProblem(
                "atlas/media",
                "The video's file is no longer in the library.",
                "Choose another file and schedule the post again.",
                null
            ),
            cursor: null
        );

    private static StepAnswer.Unknown Unclear(PlatformAnswer refused) =>
        new(
            new PlatformProblem(
                $"upload/{refused.Status}",
                "TikTok refused the last part of the file, and does not say what it has.",
                "It is looked up before anything is sent again.",
                TikTokErrors.TransferPage
            )
        )
        {
            Call = refused.Call,
        };
}
