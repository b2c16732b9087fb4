using System.Text.Json.Nodes;
using Atlas.Sandbox.Media;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Mastodon;

/// <summary>Files are uploaded whole; a video is processed afterwards.</summary>
internal static class MastodonMedia
{
    private const int MostDescription = 1_500;

    public static async ValueTask<RestAnswer> UploadAsync(RestCall call)
    {
        var description = call.Body.Text("description");
        call.Body.Ignore("focus");
        if (call.RefuseBody() is { } refused)
        {
            return refused;
        }

        if (call.Files.GetFile("file") is not { Length: > 0 } upload)
        {
            return MastodonErrors.Invalid("File can't be blank");
        }

        if (description?.Length > MostDescription)
        {
            return MastodonErrors.Invalid("Description is too long");
        }

        var bytes = new byte[upload.Length];
        await using var stream = upload.OpenReadStream();
        await stream.ReadExactlyAsync(bytes, call.Http.RequestAborted);
        using var file = FetchedFile.InMemory(bytes);
        var item = MediaProbe.Process(call.World, file, call.Network.Platform, call.Account!.Id);
        if (!MastodonApps.Types.Contains(item.ContentType))
        {
            return MastodonErrors.Invalid("File content type is not supported");
        }

        if (item.Bytes > (item.IsVideo ? MastodonApps.MaxVideo : MastodonApps.MaxImage))
        {
            return MastodonErrors.Invalid("File is too large");
        }

        var wait = TimeSpan.FromMilliseconds(item.IsVideo ? call.World.Options.VideoProcessingMs : 0);
        var made = new MastodonFile(
            call.World.Ids.From(110_000_000_000_000_000),
            call.Account!,
            item,
            description,
            call.Now + wait
        );
        call.World.State<MastodonState>().Files[made.Id] = made;
        // A video is never there at once, however quick the server is.
        return new RestAnswer(item.IsVideo ? 202 : 200, Write(call, made, isReady: !item.IsVideo));
    }

    public static RestAnswer Read(RestCall call)
    {
        if (Find(call, call["id"]) is not { } file)
        {
            return MastodonErrors.NotFound();
        }

        var isReady = file.ReadyAt <= call.Now;
        return new RestAnswer(isReady ? 200 : 206, Write(call, file, isReady));
    }

    public static MastodonFile? Find(RestCall call, string id) =>
        call.World.State<MastodonState>().Files.GetValueOrDefault(id) is { } file && file.Owner == call.Account ? file : null;

    public static JsonObject Write(RestCall call, MastodonFile file, bool isReady) =>
        new()
        {
            ["id"] = file.Id,
            ["type"] = file.Item.IsVideo ? "video" : "image",
            ["url"] = isReady ? $"{call.BaseUrl}/media/{file.Item.FileName}" : null,
            ["description"] = file.Description,
        };
}
