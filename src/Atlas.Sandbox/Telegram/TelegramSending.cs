using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Telegram;

/// <summary>Messages of one text or one file.</summary>
internal static class TelegramSending
{
    public const int MaxText = 4_096;
    public const int MaxCaption = 1_024;

    /// <summary>Known to the API, without a meaning for a channel's page.</summary>
    private static readonly string[] Unused =
    [
        "disable_notification",
        "protect_content",
        "reply_parameters",
        "reply_markup",
        "message_thread_id",
        "message_effect_id",
        "allow_paid_broadcast",
        "business_connection_id",
        "link_preview_options",
        "has_spoiler",
        "show_caption_above_media",
        "supports_streaming",
        "duration",
        "width",
        "height",
        "thumbnail",
        "cover",
        "start_timestamp",
        "disable_content_type_detection",
    ];

    public static RestAnswer Message(RestCall call)
    {
        var refused = TelegramReads.Find(call, out var channel, mustPost: true);
        call.Body.Ignore(Unused);
        var text = TelegramText.Read(call.Body, "text", MaxText, out var problem);
        if (refused is not null || channel is null)
        {
            return refused ?? TelegramErrors.Bad("chat not found");
        }

        if (call.RefuseBody() is { } no)
        {
            return no;
        }

        if (problem is not null || string.IsNullOrWhiteSpace(text.Plain))
        {
            return TelegramErrors.Bad(problem ?? "message text is empty");
        }

        var post = new TelegramPost(channel, channel.NextId(), "post", call.Now) { Text = text.Plain };
        return Publish(call, channel, post, file: null, text);
    }

    public static async ValueTask<RestAnswer> FileAsync(RestCall call, string kind)
    {
        var refused = TelegramReads.Find(call, out var channel, mustPost: true);
        call.Body.Ignore(Unused);
        var caption = TelegramText.Read(call.Body, "caption", MaxCaption, out var problem);
        var value = call.Body.Text(kind);
        if (refused is not null || channel is null)
        {
            return refused ?? TelegramErrors.Bad("chat not found");
        }

        if (call.RefuseBody() is { } no)
        {
            return no;
        }

        if (problem is not null)
        {
            return TelegramErrors.Bad(problem);
        }

        var (file, broken) = await TelegramFile.GetAsync(call, kind, value);
        if (file is null)
        {
            return broken ?? TelegramErrors.Bad("wrong file identifier/HTTP URL specified");
        }

        var post = new TelegramPost(channel, channel.NextId(), file.Kind is "photo" ? "post" : file.Kind, call.Now)
        {
            Text = caption.Plain.Length is 0 ? null : caption.Plain,
            Media = [file.Item],
        };
        return Publish(call, channel, post, file, caption);
    }

    private static RestAnswer Publish(
        RestCall call,
        TelegramChannel channel,
        TelegramPost post,
        TelegramFile? file,
        TelegramText text
    )
    {
        var message = new TelegramMessage(long.Parse(post.PublicId), channel, post, file) { Text = text };
        channel.Keep(message);
        call.Directory.Publish(post, call.BaseUrl);
        return TelegramReads.Ok(message.ToJson());
    }
}
