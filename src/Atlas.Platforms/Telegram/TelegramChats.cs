using System.Globalization;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.Telegram;

/// <summary>The channel that a bot posts to, and whether it may.</summary>
internal sealed class TelegramChats(TelegramApi api, TimeProvider time) : IPlatformAccounts
{
    public const string Source = "Telegram Bot API: getChatMember";

    private readonly StepVerdicts _verdicts = new("Telegram", TelegramErrors.ErrorPage, time);

    public Platform Platform => Platform.Telegram;

    public async Task<AccountAnswer> ReadAccountAsync(
        string login,
        Secret token,
        string? accountId,
        CancellationToken cancellationToken
    )
    {
        if (login != TelegramLogin.Name)
        {
            return Refused("atlas/login", "Telegram channels are connected by 'telegram' login.", "Use it.");
        }

        if (accountId is not { Length: > 0 })
        {
            return Refused("atlas/no-chat", "A bot posts to many channels: say to which.", "Give the channel's @name or id.");
        }

        var (chat, answer) = await ReadAsync(token, accountId, cancellationToken);
        return chat is null
            ? answer!
            : new AccountAnswer.Account($"{chat.Id}", chat.Title ?? $"{chat.Id}", chat.Username, AvatarUrl: null, Scopes: []);
    }

    /// <param name="name"><c>@name</c> or an id such as <c>-1001234567890</c>.</param>
    /// <returns>The chat, or why there is none.</returns>
    public async Task<(TelegramChat? Chat, AccountAnswer? Answer)> ReadAsync(
        Secret token,
        string name,
        CancellationToken cancellationToken
    )
    {
        if (!TelegramApi.IsToken(token))
        {
            return (
                null,
                Refused("atlas/token", "This is no bot's token.", "Copy it from @BotFather: digits, a colon, letters.")
            );
        }

        var (me, problem) = await AskAsync(
            token,
            "getMe",
            new TelegramForm(),
            TelegramJson.Default.TelegramUser,
            cancellationToken
        );
        if (me is null)
        {
            return (null, problem);
        }

        (var chat, problem) = await AskAsync(
            token,
            "getChat",
            new TelegramForm().Add("chat_id", name),
            TelegramJson.Default.TelegramChat,
            cancellationToken
        );
        if (chat is null)
        {
            return (null, problem);
        }

        (var member, problem) = await AskAsync(
            token,
            "getChatMember",
            new TelegramForm()
                .Add("chat_id", chat.Id.ToString(CultureInfo.InvariantCulture))
                .Add("user_id", me.Id.ToString(CultureInfo.InvariantCulture)),
            TelegramJson.Default.TelegramMember,
            cancellationToken
        );
        return member is null ? (null, problem)
            : MayPost(chat, member) ? (chat, null)
            : (
                null,
                Refused(
                    "atlas/rights",
                    $"The bot @{me.Username} may not post there.",
                    "Make it an administrator of the channel with the right to post messages."
                )
            );
    }

    private static bool MayPost(TelegramChat chat, TelegramMember member) =>
        member.Status is "creator"
        || member.Status is "administrator" && (chat.Type is not "channel" || member.CanPostMessages is true)
        || member.Status is "member" && chat.Type is "group" or "supergroup";

    private async Task<(T? Result, AccountAnswer? Problem)> AskAsync<T>(
        Secret token,
        string method,
        TelegramForm form,
        System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type,
        CancellationToken cancellationToken
    )
        where T : class
    {
        await using var fields = form;
        var answer = await api.ReadAsync(token, method, fields, cancellationToken);
        if (TelegramApi.Result(answer, type) is { } result)
        {
            return (result, null);
        }

        var error = TelegramErrors.Read(answer);
        var problem = _verdicts.Problem(answer, error);
        return (
            null,
            error is { Rule.Class: RefusalClass.Reconnect or RefusalClass.Rejected } && !answer.IsServerFault
                ? new AccountAnswer.Refused(problem)
                : new AccountAnswer.Unavailable(problem)
        );
    }

    private static AccountAnswer.Refused Refused(string code, string message, string nextStep) =>
        new(new PlatformProblem(code, message, nextStep, Source));
}
