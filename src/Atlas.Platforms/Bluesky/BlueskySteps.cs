using System.Text.Json;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Bluesky;

/// <summary>The steps before the visible one, the same for a post and for its replies: choose the key, look up who is mentioned, upload.</summary>
internal sealed class BlueskySteps(BlueskyApi api, BlueskyVerdicts verdicts, IOptions<BlueskyOptions> options, TimeProvider time)
{
    public static readonly PublishStep Publish = new("publish", StepEffect.Once, Visible: true);

    private static readonly PublishStep s_prepare = new("prepare", StepEffect.None, Visible: false);
    private static readonly PublishStep s_blob = new("blob", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_video = new("video", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_job = new("job", StepEffect.None, Visible: false);
    private static readonly TimeSpan[] s_polls = [.. new[] { 2, 3, 5, 10 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    public static PublishStep At(BlueskyPart part, BlueskyCursor cursor) =>
        cursor.RecordKey is null ? s_prepare
        : (cursor.Blobs?.Count ?? 0) < part.Pictures.Count ? s_blob
        : part.Video is null || cursor.Video is not null ? Publish
        : cursor.VideoJob is null ? s_video
        : s_job;

    public Task<StepAnswer> AdvanceAsync(
        PublishWork work,
        BlueskyPart part,
        BlueskyCursor cursor,
        CancellationToken cancellationToken
    ) =>
        At(part, cursor).Name switch
        {
            "prepare" => PrepareAsync(work, part, cursor, cancellationToken),
            "blob" => UploadAsync(work, part, cursor, cancellationToken),
            "video" => UploadVideoAsync(work, part, cursor, cancellationToken),
            "job" => PollAsync(work, part, cursor, cancellationToken),
            var name => throw new ArgumentException($"'{name}' is not a step of the preparation.", nameof(cursor)),
        };

    private async Task<StepAnswer> PrepareAsync(
        PublishWork work,
        BlueskyPart part,
        BlueskyCursor cursor,
        CancellationToken cancellationToken
    )
    {
        Dictionary<string, string> mentions = [];
        foreach (var handle in BlueskyFacets.Mentions(part.Text))
        {
            var answer = await api.ResolveHandleAsync(api.ServerOf(work.Channel), handle.ToLowerInvariant(), cancellationToken);
            if (answer.Data?.Did is { Length: > 0 } did)
            {
                mentions[handle] = did;
            }
            else if (answer.Error is not { Code: "InvalidRequest" or "HandleNotFound" })
            {
                return verdicts.Unseen(answer.Http, answer.Error, cursor.Write());
            }
        }

        BlueskyReference? quote = null;
        if (part.Quote is { } address)
        {
            (quote, var stop) = await FindQuoteAsync(work, address, cursor, cancellationToken);
            if (quote is null)
            {
                return stop!;
            }
        }

        var key = Tid.Of(time.GetUtcNow(), Random.Shared.Next(1024));
        return Next(
            part,
            cursor with
            {
                RecordKey = key,
                Mentions = mentions.Count > 0 ? mentions : null,
                Quote = quote,
            },
            call: null
        );
    }

    private async Task<(BlueskyReference? Quote, StepAnswer? Stop)> FindQuoteAsync(
        PublishWork work,
        BlueskyAddress address,
        BlueskyCursor cursor,
        CancellationToken cancellationToken
    )
    {
        var server = api.ServerOf(work.Channel);
        var did = address.Repo;
        if (!did.StartsWith("did:", StringComparison.Ordinal))
        {
            var resolved = await api.ResolveHandleAsync(server, did.ToLowerInvariant(), cancellationToken);
            if (resolved.Data?.Did is not { Length: > 0 } found)
            {
                return (
                    null,
                    resolved.Error is { Code: "InvalidRequest" or "HandleNotFound" }
                        ? verdicts.QuoteGone(resolved.Http)
                        : verdicts.Unseen(resolved.Http, resolved.Error, cursor.Write())
                );
            }

            did = found;
        }

        var answer = await api.ReadPostsAsync(
            server,
            work.AccessToken,
            $"at://{did}/{BlueskyApi.Posts}/{address.Key}",
            cancellationToken
        );
        return answer.Data?.Posts switch
        {
            null => (null, verdicts.Unseen(answer.Http, answer.Error, cursor.Write())),
            [{ Uri: { Length: > 0 } uri, Cid: { Length: > 0 } cid } post, ..]
                when post.Viewer is not { EmbeddingDisabled: true } => (new BlueskyReference(uri, cid), null),
            _ => (null, verdicts.QuoteGone(answer.Http)),
        };
    }

    private async Task<StepAnswer> UploadAsync(
        PublishWork work,
        BlueskyPart part,
        BlueskyCursor cursor,
        CancellationToken cancellationToken
    )
    {
        var asset = part.Pictures[cursor.Blobs?.Count ?? 0];
        await using var file = await work.Open(asset, cancellationToken);
        if (file is null)
        {
            return verdicts.FileGone();
        }

        var answer = await api.UploadBlobAsync(
            api.ServerOf(work.Channel),
            work.AccessToken,
            file,
            asset.Probe.ContentType,
            cancellationToken
        );
        return answer.Data?.Blob is { ValueKind: JsonValueKind.Object } blob
            ? Next(part, cursor.With(blob.Clone(), time.GetUtcNow()), answer.Http.Call)
            : verdicts.Unseen(answer.Http, answer.Error, cursor.Write());
    }

    private async Task<StepAnswer> UploadVideoAsync(
        PublishWork work,
        BlueskyPart part,
        BlueskyCursor cursor,
        CancellationToken cancellationToken
    )
    {
        await using var file = await work.Open(part.Video!, cancellationToken);
        if (file is null)
        {
            return verdicts.FileGone();
        }

        var token = await api.ReadServiceTokenAsync(api.ServerOf(work.Channel), work.AccessToken, cancellationToken);
        if (token.Data?.Token is not { Length: > 0 } service)
        {
            return verdicts.Unseen(token.Http, token.Error, cursor.Write());
        }

        var answer = await api.UploadVideoAsync(
            new Core.Channels.Secret(service),
            work.Channel.AccountId,
            $"{part.Video!.Sha256}.mp4",
            file,
            cancellationToken
        );

        // A file that is there already is answered as a conflict that carries the job of its first upload.
        var job = answer.Data?.Job ?? answer.Http.Read(BlueskyJson.Default.BlueskyJobAnswer)?.Job;
        job = job ?? (answer.Http.Status is 409 ? answer.Http.Read(BlueskyJson.Default.BlueskyJob) : null);
        return job?.JobId is { Length: > 0 } id
            ? new StepAnswer.Continue((cursor.Uploaded(time.GetUtcNow()) with { VideoJob = id }).Write())
            {
                Call = answer.Http.Call,
            }
            : verdicts.Unseen(answer.Http, answer.Error, cursor.Write());
    }

    private async Task<StepAnswer> PollAsync(
        PublishWork work,
        BlueskyPart part,
        BlueskyCursor cursor,
        CancellationToken cancellationToken
    )
    {
        var answer = await api.ReadVideoJobAsync(cursor.VideoJob!, cancellationToken);
        if (answer.Data?.Job is not { } job)
        {
            return verdicts.Unseen(answer.Http, answer.Error, cursor.Write());
        }

        if (job.Blob is { ValueKind: JsonValueKind.Object } blob)
        {
            return Next(part, cursor with { Video = blob.Clone() }, answer.Http.Call);
        }

        if (job.State is "JOB_STATE_FAILED")
        {
            return verdicts.VideoFailed(answer.Http, job.Error);
        }

        if (time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(cursor.UploadedAt) > options.Value.VideoProcessingLimit)
        {
            return verdicts.VideoFailed(answer.Http, "timeout");
        }

        var polls = options.Value.VideoPolls ?? s_polls;
        return new StepAnswer.Wait(
            polls[Math.Min(cursor.Polls, polls.Length - 1)],
            (cursor with { Polls = cursor.Polls + 1 }).Write(),
            "Bluesky is preparing the video."
        )
        {
            Call = answer.Http.Call,
        };
    }

    private StepAnswer Next(BlueskyPart part, BlueskyCursor cursor, PlatformCall? call)
    {
        var since = cursor.UploadedAt == 0 ? time.GetUtcNow() : DateTimeOffset.FromUnixTimeSeconds(cursor.UploadedAt);
        return At(part, cursor) == Publish
            ? new StepAnswer.Ready(cursor.Write(), since + options.Value.BlobLife) { Call = call }
            : new StepAnswer.Continue(cursor.Write()) { Call = call };
    }
}
