using System.Globalization;
using System.Text.Json;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Http;
using Atlas.Platforms.Meta;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Facebook;

/// <summary>
/// Brings photos and videos to Facebook unseen. A feed video goes in the ranges that Facebook asks for: unlike the app's upload
/// sessions these give the video's id before anything is visible, and take the Page's own token.
/// </summary>
/// <seealso href="https://developers.facebook.com/docs/graph-api/reference/page/videos"/>
/// <seealso href="https://developers.facebook.com/docs/video-api/guides/reels-publishing"/>
internal sealed class FacebookUploads(
    FacebookApi api,
    FacebookVerdicts verdicts,
    IOptions<FacebookOptions> options,
    TimeProvider time
)
{
    private const string Videos = "Graph API: Page Videos";

    private static readonly TimeSpan[] s_polls = [.. new[] { 3, 5, 10, 15 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    public static string EdgeOf(PublishWork work) =>
        FacebookFormats.Of(work.Content, work.Media) switch
        {
            FacebookFormat.Reel => "video_reels",
            FacebookFormat.Story => "video_stories",
            _ => "videos",
        };

    /// <summary>Photos, and what is too large for a call of its own, go by their addresses.</summary>
    public bool IsFetched(PublishDraft draft) =>
        draft.Media.Any(asset => asset.Kind is MediaKind.Image)
        || FacebookFormats.Of(draft.Content, draft.Media) is FacebookFormat.Reel or FacebookFormat.Story
            && draft.Media[0].SizeBytes > options.Value.MostBytesInOneCall;

    public async Task<StepAnswer> PhotoAsync(PublishWork work, FacebookCursor cursor, CancellationToken cancellationToken)
    {
        var index = cursor.Photos?.Count ?? 0;
        var asset = work.Media[index];
        var url = await work.FetchUrl(asset, cancellationToken);
        var form = new GraphForm()
            .Add("url", url.AbsoluteUri)
            .Add("published", value: false)
            .Add(
                "alt_text_custom",
                work.Content.Type is PostType.Story ? null : work.Content.Media[index].AltText ?? asset.AltText
            );
        var answer = await api.AddPhotoAsync(FacebookAccess.Of(work), form, cancellationToken);
        if (answer.ReadId() is not { } id)
        {
            return verdicts.Unseen(answer, cursor.Resume());
        }

        var next = cursor.WithPhoto(id, time.GetUtcNow());
        return next.Photos!.Count < work.Media.Count
            ? new StepAnswer.Continue(next.Write()) { Call = answer.Call }
            : Ready(next, answer);
    }

    public async Task<StepAnswer> StartAsync(PublishWork work, FacebookCursor cursor, CancellationToken cancellationToken)
    {
        var edge = EdgeOf(work);
        var form = new GraphForm()
            .Add("upload_phase", "start")
            .Add("file_size", edge == "videos" ? $"{work.Media[0].SizeBytes}" : null);
        var answer = await api.PhaseAsync(FacebookAccess.Of(work), edge, form, cancellationToken);
        if (answer.Read(FacebookJson.Default.FacebookStarted) is not { VideoId: { Length: > 0 } video } started)
        {
            return verdicts.Unseen(answer, cursor.Resume());
        }

        var next = cursor.Made(time.GetUtcNow()) with { Video = video };
        if (edge == "videos" && started.SessionId is { } session && Range(started.StartOffset, started.EndOffset) is { } range)
        {
            next = next with { Session = session, From = range.From, To = range.To };
        }
        else if (edge != "videos" && started.UploadUrl is { } url && api.IsOurs(url))
        {
            next = next with { UploadUrl = url };
        }
        else
        {
            return verdicts.Refused(answer, RefusalClass.Transient, verdicts.Product.Undocumented(answer), cursor.Write());
        }

        return new StepAnswer.Continue(next.Write()) { Call = answer.Call };
    }

    /// <summary>One range of a feed video.</summary>
    public async Task<StepAnswer> TransferAsync(PublishWork work, FacebookCursor cursor, CancellationToken cancellationToken)
    {
        await using var stream = await work.Open(work.Media[0], cancellationToken);
        if (stream is null || cursor.From > stream.Length)
        {
            return FileGone(cursor);
        }

        var length = Math.Min(Math.Min(cursor.To, stream.Length) - cursor.From, options.Value.MostBytesInOnePart);
        var bytes = new byte[length];
        stream.Position = cursor.From;
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        var answer = await api.TransferAsync(FacebookAccess.Of(work), cursor.Session!, cursor.From, bytes, cancellationToken);
        if (
            answer.Read(FacebookJson.Default.FacebookPart) is not { } part
            || Range(part.StartOffset, part.EndOffset) is not { } range
        )
        {
            return verdicts.Unseen(answer, cursor.Resume());
        }

        var next = cursor with { From = range.From, To = range.To };
        return range.From == range.To ? Ready(next, answer) : new StepAnswer.Continue(next.Write()) { Call = answer.Call };
    }

    /// <summary>A reel's or story's file in one call, from where an earlier call broke off; a large one by its address.</summary>
    public async Task<StepAnswer> UploadAsync(PublishWork work, FacebookCursor cursor, CancellationToken cancellationToken)
    {
        var access = FacebookAccess.Of(work);
        var asset = work.Media[0];
        if (asset.SizeBytes > options.Value.MostBytesInOneCall)
        {
            var url = await work.FetchUrl(asset, cancellationToken);
            return Uploaded(cursor, await api.UploadAsync(access, cursor.UploadUrl!, url, cancellationToken));
        }

        await using var stream = await work.Open(asset, cancellationToken);
        if (stream is null)
        {
            return FileGone(cursor);
        }

        // Nothing to ask on the first try: what a broken call left behind is at Facebook only.
        var offset = cursor.Polls == 0 ? 0 : await ReceivedAsync(access, cursor, stream.Length, cancellationToken);
        stream.Position = offset;
        var tried = cursor with { Polls = cursor.Polls + 1 };
        return offset == stream.Length
            ? new StepAnswer.Continue((tried with { IsSent = true, Polls = 0 }).Write())
            : Uploaded(tried, await api.UploadAsync(access, cursor.UploadUrl!, stream, offset, stream.Length, cancellationToken));
    }

    /// <summary>Whether all of a reel's or story's file has arrived.</summary>
    public async Task<StepAnswer> PollAsync(PublishWork work, FacebookCursor cursor, CancellationToken cancellationToken)
    {
        var answer = await api.ReadVideoAsync(FacebookAccess.Of(work), cursor.Video!, cancellationToken);
        if (answer.Read(FacebookJson.Default.FacebookVideo) is not { Status: { } status })
        {
            return verdicts.Unseen(answer, cursor.Resume());
        }

        if (status.Failure() is { } error)
        {
            return verdicts.Restart(
                answer,
                cursor.Resume(),
                $"video/{error.Code}",
                "Facebook could not take the video file.",
                "Video API: Reels Publishing"
            );
        }

        if (status.Uploading?.Status is "complete" || status.VideoStatus is "upload_complete" or "processing" or "ready")
        {
            return Ready(cursor, answer);
        }

        if (time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(cursor.OldestAt) > options.Value.UploadLimit)
        {
            return verdicts.Restart(
                answer,
                cursor.Resume(),
                "video/timeout",
                $"Facebook did not take the video within {options.Value.UploadLimit.TotalMinutes:0} minutes.",
                "Video API: Reels Publishing"
            );
        }

        var delays = options.Value.UploadPolls ?? s_polls;
        return new StepAnswer.Wait(
            delays[Math.Min(cursor.Polls, delays.Length - 1)],
            (cursor with { Polls = cursor.Polls + 1 }).Write(),
            "Facebook is fetching the video."
        )
        {
            Call = answer.Call,
        };
    }

    private StepAnswer Uploaded(FacebookCursor cursor, GraphAnswer answer)
    {
        if (answer.Read(FacebookJson.Default.FacebookPublished) is { Success: true })
        {
            return new StepAnswer.Continue((cursor with { IsSent = true, Polls = 0 }).Write()) { Call = answer.Call };
        }

        if (answer.Error is not null || Failure(answer) is not { } failure)
        {
            return verdicts.Unseen(answer, cursor.Resume());
        }

        var problem = new PlatformProblem(
            $"upload/{failure.Type ?? "failed"}",
            "Facebook could not take the video file.",
            failure.Retriable ? "It is tried again." : "Export the video as MP4 with H.264 and AAC, then upload it again.",
            "Video API: Reels Publishing"
        );
        return failure.Retriable
            ? verdicts.Refused(answer, RefusalClass.Transient, problem, cursor.Write())
            : verdicts.Refused(answer, RefusalClass.Rejected, problem, cursor: null);
    }

    private async Task<long> ReceivedAsync(
        FacebookAccess access,
        FacebookCursor cursor,
        long size,
        CancellationToken cancellationToken
    )
    {
        var answer = await api.ReadVideoAsync(access, cursor.Video!, cancellationToken);
        var phase = answer.Read(FacebookJson.Default.FacebookVideo)?.Status?.Uploading;
        return phase?.Status is "complete" ? size : Math.Clamp(phase?.BytesTransferred ?? phase?.BytesTransfered ?? 0, 0, size);
    }

    private static StepAnswer.Ready Ready(FacebookCursor cursor, GraphAnswer answer)
    {
        var ready = cursor with { IsReady = true, Polls = 0 };
        return new StepAnswer.Ready(ready.Write(), ready.ValidUntil) { Call = answer.Call };
    }

    private StepAnswer.Refused FileGone(FacebookCursor cursor) =>
        verdicts.Refused(
            answer: null,
            RefusalClass.Rejected,
            new PlatformProblem("atlas/file", "The video's file is not in the library any more.", "Upload it again.", Videos),
            cursor.StartAgain().Write()
        );

    private static (long From, long To)? Range(string? from, string? to) =>
        long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var start)
        && long.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
        && end >= start
            ? (start, end)
            : null;

    private static FacebookUploadDebug? Failure(GraphAnswer answer)
    {
        try
        {
            return answer.Body is []
                ? null
                : JsonSerializer.Deserialize(answer.Body, FacebookJson.Default.FacebookUploadFailure)?.Debug;
        }
        catch (JsonException)
        {
            return null; // not the upload host's words
        }
    }
}
