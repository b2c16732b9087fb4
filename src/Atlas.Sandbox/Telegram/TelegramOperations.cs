using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Telegram;

/// <summary>The methods of the Bot API that channel posting needs. Each takes GET and POST.</summary>
internal static class TelegramOperations
{
    // The FAQ gives 20 a minute for groups; a figure for channels is not published.
    private static readonly RateLimit Sends = new(20, TimeSpan.FromMinutes(1), Pool: "telegram.send");

    public static readonly IReadOnlyList<RestOperation> All =
    [
        .. Method("telegram.me.read", "getMe", TelegramReads.Me),
        .. Method("telegram.chat.read", "getChat", TelegramReads.Chat),
        .. Method("telegram.member.read", "getChatMember", TelegramReads.Member),
        .. Method("telegram.message.send", "sendMessage", TelegramSending.Message, Sends),
        .. Method("telegram.photo.send", "sendPhoto", call => TelegramSending.FileAsync(call, "photo"), Sends),
        .. Method("telegram.video.send", "sendVideo", call => TelegramSending.FileAsync(call, "video"), Sends),
        .. Method("telegram.document.send", "sendDocument", call => TelegramSending.FileAsync(call, "document"), Sends),
        .. Method("telegram.album.send", "sendMediaGroup", TelegramAlbums.SendAsync, Sends),
        .. Method("telegram.text.edit", "editMessageText", call => TelegramChanges.Edit(call, "text")),
        .. Method("telegram.caption.edit", "editMessageCaption", call => TelegramChanges.Edit(call, "caption")),
        .. Method("telegram.message.delete", "deleteMessage", TelegramChanges.Delete),
    ];

    private static IEnumerable<RestOperation> Method(
        string name,
        string method,
        Func<RestCall, RestAnswer> handle,
        RateLimit? rate = null
    ) => Method(name, method, call => ValueTask.FromResult(handle(call)), rate);

    private static IEnumerable<RestOperation> Method(string name, string method, RestHandler handle, RateLimit? rate = null) =>
        ((string[])["POST", "GET"]).Select(verb => new RestOperation(
            name,
            verb,
            $"api.telegram.org/bot{{token}}/{method}",
            handle
        )
        {
            Rate = rate,
            SecretValues = ["token"],
        });
}
