using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Instagram;

/// <summary>
/// Sends a video's bytes into a container that waits for them, for where Instagram can't fetch the file: one call from where
/// the one before broke off.
/// </summary>
/// <seealso href="https://developers.facebook.com/docs/instagram-platform/content-publishing/resumable-uploads"/>
/// <param name="reach">Whether networks can fetch our media; null where nobody knows.</param>
internal sealed class InstagramUploads(InstagramApi api, InstagramAnswers answers, IMediaReach? reach = null)
{
    private const string Source = "Instagram Platform: Resumable Uploads";

    /// <summary>Whether Instagram has to fetch any of the files, wherever this app is.</summary>
    public static bool IsFetched(PublishDraft draft)
    {
        var options = InstagramPostOptions.Read(draft.Content.Options);
        return draft.Media.Any(asset => !CanBeSent(draft.Channel, options, asset))
            || draft.Content.Cover is not null && InstagramFormats.Of(draft.Content, draft.Media) is InstagramFormat.Reel;
    }

    public async ValueTask<bool> IsNeededAsync(PublishWork work, MediaAsset asset, CancellationToken cancellationToken)
    {
        var options = InstagramPostOptions.Read(work.Content.Options);
        return CanBeSent(work.Channel, options, asset)
            && (options.Upload is "file" || reach is not null && !(await reach.CheckAsync(cancellationToken)).IsReachable);
    }

    /// <summary>Meta's guide has it for Facebook Login only.</summary>
    private static bool CanBeSent(Channel channel, InstagramPostOptions options, MediaAsset asset) =>
        asset.Kind is MediaKind.Video && channel.Login is not "instagram" && options.Upload is not "url";

    public async Task<StepAnswer> SendAsync(PublishWork work, InstagramCursor cursor, CancellationToken cancellationToken)
    {
        await using var file = await work.Open(Asset(work, cursor), cancellationToken);
        if (file is null)
        {
            return answers.Refused(
                answer: null,
                cursor,
                RefusalClass.Rejected,
                new PlatformProblem("atlas/file", "The video's file is not in the library any more.", "Upload it again.", Source)
            );
        }

        // Nothing to ask on the first try: what a broken call left behind is at Instagram only.
        var access = InstagramAccess.Of(work);
        var offset = cursor.BrokeOff ? await ReceivedAsync(access, cursor, file.Length, cancellationToken) : 0;
        if (offset == file.Length)
        {
            return new StepAnswer.Continue(Done(cursor).Write());
        }

        file.Position = offset;
        var answer = await api.UploadAsync(access, cursor.Upload!, file, offset, file.Length, cancellationToken);
        return answer.Read(InstagramJson.Default.InstagramDone) is { Success: true }
            ? new StepAnswer.Continue(Done(cursor).Write()) { Call = answer.Call }
            : Broken(answer, cursor with { BrokeOff = true });
    }

    private StepAnswer Broken(GraphAnswer answer, InstagramCursor asked)
    {
        if (answer.Error is not null || Failure(answer) is not { } failure)
        {
            return answers.Unseen(answer, asked);
        }

        var problem = new PlatformProblem(
            $"upload/{failure.Type ?? "failed"}",
            "Instagram could not take the video file.",
            failure.Retriable ? "It is tried again." : "Export the video as MP4 with H.264 and AAC, then upload it again.",
            Source
        );
        return answers.Refused(answer, asked, failure.Retriable ? RefusalClass.Transient : RefusalClass.Rejected, problem);
    }

    private async Task<long> ReceivedAsync(
        InstagramAccess access,
        InstagramCursor cursor,
        long size,
        CancellationToken cancellationToken
    )
    {
        var answer = await api.ReadUploadAsync(access, cursor.Container ?? cursor.Items![^1], cancellationToken);
        var phase = answer.Read(InstagramJson.Default.ContainerUpload)?.Video?.Uploading;
        return phase?.Status is "complete" ? size : Math.Clamp(phase?.BytesTransferred ?? 0, 0, size);
    }

    private static MediaAsset Asset(PublishWork work, InstagramCursor cursor) =>
        cursor.Container is not null ? work.Media[0] : work.Media[cursor.Items!.Count - 1];

    private static InstagramCursor Done(InstagramCursor cursor) => cursor with { Upload = null, BrokeOff = false };

    private static UploadFailureInfo? Failure(GraphAnswer answer)
    {
        try
        {
            return answer.Body is [] ? null : JsonSerializer.Deserialize(answer.Body, InstagramJson.Default.UploadFailure)?.Info;
        }
        catch (JsonException)
        {
            return null; // not the upload host's words
        }
    }
}
