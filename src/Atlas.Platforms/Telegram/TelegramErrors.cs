using Atlas.Core.Platforms;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.Telegram;

/// <summary>
/// What Telegram's errors ask of us. They have a number, which is the HTTP status again, and a text: within 400 the text
/// alone tells a wrong message from a right that is missing.
/// </summary>
/// <seealso href="https://core.telegram.org/bots/api#making-requests"/>
internal static class TelegramErrors
{
    public const string ErrorPage = "Telegram Bot API: Making requests";
    private const string SendPage = "Telegram Bot API: Available methods";

    private const string GiveRights =
        "Make the bot an administrator of the channel with the right to post, then connect the channel again.";

    private static readonly ErrorRule s_token = new(
        RefusalClass.Reconnect,
        "Telegram no longer accepts the bot's token.",
        "Ask @BotFather for a new one and connect the channel again.",
        ErrorPage
    );

    private static readonly ErrorRule s_rights = new(
        RefusalClass.Reconnect,
        "The bot may not post to the channel any more.",
        GiveRights,
        SendPage
    );

    private static readonly ErrorRule s_chat = new(
        RefusalClass.Reconnect,
        "The bot does not know the channel: it was removed, or the channel has another address now.",
        GiveRights,
        SendPage
    );

    private static readonly ErrorRule s_limit = new(
        RefusalClass.RateLimited,
        "Telegram has had too many messages from the bot.",
        "It goes on by itself when the limit opens.",
        ErrorPage,
        TimeSpan.FromMinutes(1)
    );

    private static readonly ErrorRule s_large = new(
        RefusalClass.Rejected,
        "The file is too large for a bot.",
        "Use a smaller file.",
        SendPage
    );

    private static readonly ErrorRule s_message = new(
        RefusalClass.Rejected,
        "Telegram refuses the message.",
        "Change the post and schedule it again.",
        SendPage
    );

    private static readonly ErrorRule s_deleted = new(
        RefusalClass.Rejected,
        "Telegram lets a bot delete a message for 48 hours only.",
        "Delete it in the Telegram app.",
        "Telegram Bot API: deleteMessage"
    );

    /// <summary>What the texts of 400 begin with, behind <c>Bad Request: </c>.</summary>
    private static readonly (string Start, ErrorRule Rule)[] s_texts =
    [
        ("chat not found", s_chat),
        ("need administrator rights", s_rights),
        ("not enough rights", s_rights),
        ("have no rights", s_rights),
        ("CHAT_WRITE_FORBIDDEN", s_rights),
        ("message can't be deleted", s_deleted),
        ("file is too big", s_large),
        ("PHOTO_SAVE_FILE_INVALID", s_large),
    ];

    public static NetworkError? Read(PlatformAnswer answer)
    {
        if (answer.Outcome is not CallOutcome.Answered)
        {
            return null;
        }

        var body = answer.Read(TelegramJson.Default.TelegramEnvelope);
        if (body is null or { Ok: true } or { ErrorCode: null })
        {
            // A proxy in front of Telegram refuses what is too large before Telegram itself sees it.
            return answer.Status is 413 ? new NetworkError("413", null, s_large) : null;
        }

        var text = Text(body.Description);
        return new NetworkError(
            $"{body.ErrorCode}",
            text,
            Rule(body, text),
            body.Parameters?.RetryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null
        );
    }

    public static bool Is(PlatformAnswer answer, string start) =>
        Read(answer) is { Code: "400", Told: { } text } && text.StartsWith(start, StringComparison.OrdinalIgnoreCase);

    private static ErrorRule? Rule(TelegramEnvelope body, string? text) =>
        body.ErrorCode switch
        {
            401 or 404 => s_token, // the token is part of the address: a wrong one is not found
            403 => s_rights,
            413 => s_large,
            429 => s_limit,
            400 when body.Parameters?.MigrateToChatId is not null => s_chat,
            400 => Array.Find(s_texts, known => text?.StartsWith(known.Start, StringComparison.OrdinalIgnoreCase) is true).Rule
                ?? s_message,
            _ => null,
        };

    private static string? Text(string? description) =>
        description?.IndexOf(": ", StringComparison.Ordinal) is >= 0 and var colon ? description[(colon + 2)..] : description;
}
