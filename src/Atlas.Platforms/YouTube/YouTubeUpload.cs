using System.Globalization;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.YouTube;

/// <summary>
/// Brings a file to YouTube as a private video: a session, chunks, and after every lost or odd answer a question how far the
/// session is. YouTube makes the video with the last byte, so the session is what keeps it from being made twice.
/// </summary>
internal sealed class YouTubeUpload(
    YouTubeApi api,
    YouTubeUploadApi uploads,
    YouTubeVerdicts verdicts,
    IOptions<YouTubeOptions> options,
    TimeProvider time
)
{
    private const int MostLosses = 8;
    private const string Source = "YouTube Data API: Resumable Uploads";
    private const string Resuming = "The upload to YouTube was interrupted and goes on where it stopped.";

    /// <summary>So short that nobody notices, and yet a wait: it stores the session before the first byte is sent.</summary>
    private static readonly TimeSpan s_store = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(2);

    public async Task<StepAnswer> StartAsync(PublishWork work, YouTubeCursor cursor, CancellationToken cancellationToken)
    {
        var video = work.Media[0];
        var answer = await uploads.StartAsync(
            work.AccessToken,
            YouTubeVideos.Private(work.Content, options.Value.DefaultCategory),
            video.ContentType,
            video.SizeBytes,
            YouTubePostOptions.Read(work.Content.Options).NotifySubscribers,
            cancellationToken
        );
        return answer.Succeeded && YouTubeUploadApi.SessionOf(answer) is { } session
            ? new StepAnswer.Wait(
                s_store,
                (cursor.StartAgain() with { UploadId = session, StartedAt = time.GetUtcNow().ToUnixTimeSeconds() }).Write(),
                "The video is being uploaded to YouTube."
            )
            {
                Call = answer.Call,
            }
            : verdicts.Unseen(answer, cursor.StartAgain().Write());
    }

    public async Task<StepAnswer> SendChunkAsync(PublishWork work, YouTubeCursor cursor, CancellationToken cancellationToken)
    {
        var video = work.Media[0];
        await using var file = await work.Open(video, cancellationToken);
        if (file is null)
        {
            return verdicts.Refused(
                answer: null,
                RefusalClass.Rejected,
                new PlatformProblem(
                    "atlas/file-gone",
                    "The video's file is no longer in the library.",
                    "Add the file again and schedule the post again.",
                    null
                ),
                cursor: null
            );
        }

        var chunk = await ReadAsync(file, cursor.Offset, video.SizeBytes, cancellationToken);
        var isLast = cursor.Offset + chunk.Count >= video.SizeBytes;
        var answer = await uploads.SendChunkAsync(
            work.AccessToken,
            cursor.UploadId!,
            chunk,
            cursor.Offset,
            video.SizeBytes,
            cancellationToken
        );
        return await AfterAsync(work, cursor with { SentAll = cursor.SentAll || isLast }, answer, cancellationToken);
    }

    public async Task<StepAnswer> ProbeAsync(PublishWork work, YouTubeCursor cursor, CancellationToken cancellationToken)
    {
        var answer = await uploads.ProbeAsync(work.AccessToken, cursor.UploadId!, work.Media[0].SizeBytes, cancellationToken);
        return await AfterAsync(work, cursor, answer, cancellationToken);
    }

    private async Task<ArraySegment<byte>> ReadAsync(Stream file, long offset, long length, CancellationToken cancellationToken)
    {
        var size = options.Value.ChunkBytes / YouTubeOptions.ChunkUnit * YouTubeOptions.ChunkUnit;
        var buffer = new byte[Math.Min(size, length - offset)];
        file.Position = offset;
        await file.ReadExactlyAsync(buffer, cancellationToken);
        return buffer;
    }

    private async Task<StepAnswer> AfterAsync(
        PublishWork work,
        YouTubeCursor cursor,
        PlatformAnswer answer,
        CancellationToken cancellationToken
    ) =>
        answer switch
        {
            { Succeeded: true } when answer.Read(YouTubeJson.Default.VideoResource)?.Id is { } id => Uploaded(cursor, id, answer),
            { Outcome: CallOutcome.Answered, Status: 308 } => Advanced(work, cursor, answer),
            { Outcome: CallOutcome.Answered, Status: 404 or 410 } => await SessionGoneAsync(
                work,
                cursor,
                answer,
                cancellationToken
            ),
            { Outcome: CallOutcome.Answered, Status: >= 400 and < 500 } when verdicts.Error(answer) is { Rule: not null } =>
                verdicts.Unseen(answer, (cursor with { MustProbe = true }).Write()),
            _ => Lost(cursor, answer),
        };

    private StepAnswer Uploaded(YouTubeCursor cursor, string videoId, PlatformAnswer answer) =>
        new StepAnswer.Continue(cursor.Uploaded(videoId, time.GetUtcNow()).Write()) { Call = answer.Call };

    /// <summary>No <c>Range</c> means that nothing has arrived; it may also be less than was sent.</summary>
    private StepAnswer Advanced(PublishWork work, YouTubeCursor cursor, PlatformAnswer answer)
    {
        var next = StoredUpTo(answer.Header("Range"));
        if (next is null || next > work.Media[0].SizeBytes)
        {
            return Lost(cursor, answer);
        }

        var cameForward = next > cursor.Offset;
        var moved = cursor with { Offset = next.Value, MustProbe = false, Losses = cameForward ? 0 : cursor.Losses };
        return cameForward || cursor.MustProbe
            ? new StepAnswer.Continue(moved.Write()) { Call = answer.Call }
            : Lost(moved, answer); // YouTube takes nothing: not at full speed for ever
    }

    private static long? StoredUpTo(string? range) =>
        range is null ? 0
        : range.LastIndexOf('-') is >= 0 and var dash
        && long.TryParse(range.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? last + 1
        : null;

    private StepAnswer Lost(YouTubeCursor cursor, PlatformAnswer answer)
    {
        var asking = cursor with { MustProbe = true, Losses = cursor.Losses + 1 };
        return asking.Losses <= MostLosses
            ? new StepAnswer.Wait(TimeSpan.FromSeconds(Math.Min(60, 1 << cursor.Losses)), asking.Write(), Resuming)
            {
                Call = answer.Call,
            }
            : verdicts.Refused(
                answer,
                RefusalClass.Transient,
                new PlatformProblem(
                    "atlas/upload-stuck",
                    "The upload to YouTube does not come forward.",
                    "It is tried again later.",
                    Source
                ),
                (asking with { Losses = 0 }).Write()
            );
    }

    /// <summary>A session that is over may have ended with a video: only where there is none is the file sent again.</summary>
    private async Task<StepAnswer> SessionGoneAsync(
        PublishWork work,
        YouTubeCursor cursor,
        PlatformAnswer answer,
        CancellationToken cancellationToken
    )
    {
        if (cursor.SentAll)
        {
            var (video, problem) = await FindUploadAsync(work, cursor, cancellationToken);
            if (problem is not null)
            {
                return problem;
            }

            if (video is not null)
            {
                return Uploaded(cursor, video, answer);
            }
        }

        return verdicts.Refused(
            answer,
            RefusalClass.Transient,
            new PlatformProblem("upload/expired", "YouTube has ended the upload.", "The upload starts again.", Source),
            cursor.StartAgain().Write()
        );
    }

    /// <summary>The newest private upload of the channel with our title since the session began.</summary>
    private async Task<(string? VideoId, StepAnswer? Problem)> FindUploadAsync(
        PublishWork work,
        YouTubeCursor cursor,
        CancellationToken cancellationToken
    )
    {
        var asking = (cursor with { MustProbe = true }).Write();
        var channel = await api.ReadChannelAsync(work.AccessToken, "contentDetails", cancellationToken);
        if (
            channel.Read(YouTubeJson.Default.ItemListChannelResource)?.Items
            is not [{ ContentDetails.RelatedPlaylists.Uploads: { } playlist }, ..]
        )
        {
            return (null, verdicts.Unseen(channel, asking));
        }

        var list = await api.ListPlaylistAsync(work.AccessToken, playlist, videoId: null, cancellationToken);
        if (list.Succeeded && list.Read(YouTubeJson.Default.ItemListPlaylistItemResource)?.Items is { } items)
        {
            var since = DateTimeOffset.FromUnixTimeSeconds(cursor.StartedAt) - s_skew;
            foreach (var item in items)
            {
                if (
                    item.Snippet is { ResourceId.VideoId: { } id } snippet
                    && snippet.Title == work.Content.Title
                    && snippet.PublishedAt >= since
                    && await IsPrivateAsync(work, id, cancellationToken)
                )
                {
                    return (id, null);
                }
            }

            return (null, null);
        }

        return list.Status is 404
            ? (null, null) // a channel without any upload has no such list yet
            : (null, verdicts.Unseen(list, asking));
    }

    private async Task<bool> IsPrivateAsync(PublishWork work, string videoId, CancellationToken cancellationToken)
    {
        var answer = await api.ReadVideoAsync(work.AccessToken, videoId, cancellationToken);
        return answer.Read(YouTubeJson.Default.ItemListVideoResource)?.Items is [{ Status.PrivacyStatus: "private" }, ..];
    }
}
