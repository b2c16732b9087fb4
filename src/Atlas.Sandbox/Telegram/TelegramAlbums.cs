using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Telegram;

/// <summary>Two to ten files that readers see as one post, and the API as one message each.</summary>
internal static class TelegramAlbums
{
    private static readonly string[] Unused =
    [
        "disable_notification",
        "protect_content",
        "reply_parameters",
        "message_thread_id",
        "message_effect_id",
        "allow_paid_broadcast",
        "business_connection_id",
    ];

    public static async ValueTask<RestAnswer> SendAsync(RestCall call)
    {
        var refused = TelegramReads.Find(call, out var channel, mustPost: true);
        call.Body.Ignore(Unused);
        var parts = (call.Body.Objects("media") ?? []).Select(Part.Read).ToList();
        if (refused is not null || channel is null)
        {
            return refused ?? TelegramErrors.Bad("chat not found");
        }

        if (call.RefuseBody() is { } no)
        {
            return no;
        }

        if ((Problem(parts) ?? parts.Select(part => part.Problem).FirstOrDefault(text => text is not null)) is { } problem)
        {
            return TelegramErrors.Bad(problem);
        }

        var files = new List<TelegramFile>();
        foreach (var part in parts)
        {
            var (file, broken) = await TelegramFile.GetAsync(call, part.Type, part.Media);
            if (file is null)
            {
                return broken ?? TelegramErrors.Bad("wrong file identifier/HTTP URL specified");
            }

            files.Add(file);
        }

        return Publish(call, channel, parts, files);
    }

    private static string? Problem(List<Part> parts) =>
        parts.Count is < 2 or > 10 ? "group of 2 to 10 media is required"
        : parts.Any(part => part.Type is not ("photo" or "video" or "document")) ? "unsupported type of media in the group"
        // Documents stand among themselves.
        : parts.Any(part => part.Type is "document") && parts.Any(part => part.Type is not "document")
            ? "document can't be mixed with other media types"
        : null;

    private static RestAnswer Publish(RestCall call, TelegramChannel channel, List<Part> parts, List<TelegramFile> files)
    {
        var ids = files.ConvertAll(_ => channel.NextId());
        var post = new TelegramPost(channel, ids[0], "carousel", call.Now)
        {
            Text = string.Join('\n', parts.Select(part => part.Caption.Plain).Where(text => text.Length > 0))
                is { Length: > 0 } text
                ? text
                : null,
            Media = [.. files.Select(file => file.Item)],
        };
        var albumId = call.World.Ids.From(13_000_000_000_000_000);
        var messages = new JsonArray();
        for (var i = 0; i < files.Count; i++)
        {
            var message = new TelegramMessage(ids[i], channel, post, files[i]) { AlbumId = albumId, Text = parts[i].Caption };
            channel.Keep(message);
            messages.Add((JsonNode)message.ToJson());
        }

        call.Directory.Publish(post, call.BaseUrl);
        return TelegramReads.Ok(messages);
    }

    private sealed record Part(string Type, string Media, TelegramText Caption, string? Problem)
    {
        public static Part Read(JsonFields fields)
        {
            fields.Ignore("has_spoiler", "show_caption_above_media", "thumbnail", "cover", "start_timestamp", "duration");
            fields.Ignore("width", "height", "supports_streaming", "disable_content_type_detection");
            var caption = TelegramText.Read(fields, "caption", TelegramSending.MaxCaption, out var problem);
            return new Part(fields.RequiredText("type"), fields.RequiredText("media"), caption, problem);
        }
    }
}
