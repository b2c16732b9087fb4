using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Telegram;

/// <summary>What can still be done to a message that was sent.</summary>
internal static class TelegramChanges
{
    private static readonly TimeSpan DeletableFor = TimeSpan.FromHours(48);

    /// <param name="call">With <c>chat_id</c> and <c>message_id</c>.</param>
    /// <param name="field"><c>text</c>, or <c>caption</c> for messages with a file.</param>
    public static RestAnswer Edit(RestCall call, string field)
    {
        var isCaption = field is "caption";
        call.Body.Ignore("reply_markup", "link_preview_options", "show_caption_above_media", "business_connection_id");
        var limit = isCaption ? TelegramSending.MaxCaption : TelegramSending.MaxText;
        var text = TelegramText.Read(call.Body, field, limit, out var problem);
        if (Find(call, "message to edit not found", out var channel, out var message) is { } refused)
        {
            return refused;
        }

        if (problem is not null || (!isCaption && string.IsNullOrWhiteSpace(text.Plain)))
        {
            return TelegramErrors.Bad(problem ?? "message text is empty");
        }

        if (channel is null || message is null || isCaption != message.File is not null)
        {
            return TelegramErrors.Bad(
                isCaption ? "there is no caption in the message to edit" : "there is no text in the message to edit"
            );
        }

        if (message.Text.Plain == text.Plain && message.Text.Entities.SequenceEqual(text.Entities))
        {
            return TelegramErrors.Bad(
                "message is not modified: specified new message content and reply markup are exactly the same as a current "
                    + "content and reply markup of the message"
            );
        }

        message.Text = text;
        message.Edited = call.Now;
        call.Directory.Edit(message.Post, post => Show(channel, post), call.BaseUrl);
        return TelegramReads.Ok(message.ToJson());
    }

    public static RestAnswer Delete(RestCall call)
    {
        if (Find(call, "message to delete not found", out var channel, out var message) is { } refused)
        {
            return refused;
        }

        if (channel is null || message is null || call.Now - message.Post.Created >= DeletableFor)
        {
            return TelegramErrors.Bad("message can't be deleted");
        }

        if (!channel.Forget(message))
        {
            return TelegramErrors.Bad("message to delete not found");
        }

        // An album stays until its last message is gone.
        if (channel.MessagesOf(message.Post).Count is 0)
        {
            call.Directory.Delete(message.Post, call.BaseUrl);
        }
        else
        {
            call.Directory.Edit(message.Post, post => Show(channel, post), call.BaseUrl);
        }

        return TelegramReads.Ok(JsonValue.Create(true));
    }

    private static void Show(TelegramChannel channel, NetworkPost post)
    {
        var messages = channel.MessagesOf(post);
        var text = string.Join('\n', messages.Select(message => message.Text.Plain).Where(plain => plain.Length > 0));
        post.Text = text.Length is 0 ? null : text;
        post.Media = [.. messages.Select(message => message.File?.Item).OfType<Media.MediaItem>()];
    }

    private static RestError? Find(RestCall call, string whenNone, out TelegramChannel? channel, out TelegramMessage? message)
    {
        var messageId = call.Body.RequiredNumber("message_id");
        var refused = TelegramReads.Find(call, out channel, mustPost: true);
        message = channel?.Message(messageId);
        return refused ?? call.RefuseBody() ?? (message is null ? TelegramErrors.Bad(whenNone) : null);
    }
}
