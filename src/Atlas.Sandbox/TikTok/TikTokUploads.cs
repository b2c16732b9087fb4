using Atlas.Sandbox.Networks;
using Atlas.Sandbox.Uploads;

namespace Atlas.Sandbox.TikTok;

/// <summary>Takes the parts of a file, strictly one after the other. The address is all the permission there is.</summary>
internal static class TikTokUploads
{
    public const string Host = "open-upload.tiktokapis.com";

    private static readonly TimeSpan s_life = TimeSpan.FromHours(1);

    /// <summary>The last part has a name of its own, since it is the one that publishes; faults may also go by the account.</summary>
    public static string Name(RestCall call)
    {
        var share = Share(call);
        call.Account = share?.Account;
        return share is not null && ContentRange.Read(call.Http.Request) is { Last: { } last } && last == share.VideoSize - 1
            ? "tiktok.upload.last"
            : "tiktok.upload.part";
    }

    public static async ValueTask<RestAnswer> PutAsync(RestCall call)
    {
        if (Share(call) is not { Upload: { } upload } share)
        {
            return new RestError(StatusCodes.Status404NotFound);
        }

        if (call.Now - share.OpenedAt >= s_life)
        {
            return new RestError(StatusCodes.Status403Forbidden);
        }

        var request = call.Http.Request;
        if (
            ContentRange.Read(request) is not { From: { } from, Last: { } last } range
            || range.Total != share.VideoSize
            || request.ContentLength != range.Length
            || request.ContentType is not ("video/mp4" or "video/quicktime" or "video/webm")
            || call.World.Options.StrictParameters && request.Headers.ContainsKey("Authorization")
        )
        {
            return new RestError(StatusCodes.Status400BadRequest);
        }

        if (share.Status is not "PROCESSING_UPLOAD" || from != share.Uploaded)
        {
            return new RestError(StatusCodes.Status416RangeNotSatisfiable);
        }

        if (last + 1 != EndOf(share, from))
        {
            return new RestError(StatusCodes.Status400BadRequest);
        }

        if (await upload.WriteAsync(request.Body, from, range.Length, call.Http.RequestAborted) is not UploadStep.Stored)
        {
            return new RestError(StatusCodes.Status400BadRequest);
        }

        share.Uploaded = last + 1;
        if (!upload.IsComplete)
        {
            return RestAnswer
                .Empty(StatusCodes.Status206PartialContent)
                .With("Content-Range", $"bytes 0-{last}/{share.VideoSize}");
        }

        using var file = await upload.TakeAsync();
        var item = Media.MediaProbe.Process(call.World, file, call.Network.Platform, share.Account.Id);
        TikTokProcessing.Start(call.World, share, [item]);
        return RestAnswer.Empty(StatusCodes.Status201Created);
    }

    private static TikTokShare? Share(RestCall call) => call.World.State<TikTokShares>().FindUpload(call.Query("upload_token"));

    /// <summary>Where a part that begins there has to end.</summary>
    private static long EndOf(TikTokShare share, long from)
    {
        var index = from / share.ChunkSize;
        return index == share.VideoSize / share.ChunkSize - 1 ? share.VideoSize : from + share.ChunkSize;
    }
}
