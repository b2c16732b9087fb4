using System.Globalization;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;

namespace Atlas.Platforms.Telegram;

/// <summary>Connects a channel by a bot that its owner made: token and channel are typed in, nothing is asked of Telegram's users.</summary>
/// <seealso href="https://core.telegram.org/bots/features#botfather"/>
internal sealed class TelegramLogin(TelegramChats chats, TimeProvider time) : IPlatformLogin
{
    public const string Name = "telegram";
    private const string TokenField = "botToken";
    private const string ChatField = "chat";

    public LoginDescription Description { get; } =
        new(
            Name,
            "Telegram bot",
            LoginFlow.Form,
            [Platform.Telegram],
            App: null,
            [
                new LoginField(
                    TokenField,
                    "Bot token",
                    "Make a bot with @BotFather and copy the token that it writes.",
                    IsSecret: true
                ),
                new LoginField(
                    ChatField,
                    "Channel",
                    "The channel's @name, or its id if it is private. The bot must be an administrator that may post.",
                    IsSecret: false
                ),
            ],
            Scopes: [],
            Refresh: null, // a bot's token lives until its owner asks for a new one
            CanRevoke: false,
            "Telegram Bots: Features"
        );

    public Task<LoginStart> StartAsync(LoginRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<LoginStart>(
            new LoginStart.Refused(
                new PlatformProblem("atlas/form", "Telegram has no page to consent on.", "Fill in the form.", Description.Source)
            )
        );

    public async Task<GrantAnswer> CompleteAsync(LoginReply reply, CancellationToken cancellationToken)
    {
        if (
            reply.Fields.GetValueOrDefault(TokenField)?.Reveal().Trim() is not { Length: > 0 } token
            || reply.Fields.GetValueOrDefault(ChatField)?.Reveal().Trim() is not { Length: > 0 } chat
        )
        {
            return new GrantAnswer.Refused(
                new PlatformProblem("atlas/fields", "Token and channel are both needed.", "Fill in both.", Description.Source)
            );
        }

        var name = chat.StartsWith('@') || chat.StartsWith('-') ? chat : $"@{chat[(chat.LastIndexOf('/') + 1)..]}";
        var access = new Secret(token);
        var (found, problem) = await chats.ReadAsync(access, name, cancellationToken);
        if (found is null)
        {
            return problem is AccountAnswer.Refused refused
                ? new GrantAnswer.Refused(refused.Problem)
                : new GrantAnswer.Unavailable(((AccountAnswer.Unavailable)problem!).Problem);
        }

        // A grant of Telegram's is a bot and one chat. Between the two calls of the login the chat travels as the owner.
        var owner = new Secret(found.Id.ToString(CultureInfo.InvariantCulture));
        return new GrantAnswer.Granted(new Grant(new TokenSet(access, time.GetUtcNow(), Owner: owner), Scopes: [], Declined: []));
    }

    public async Task<AccountsAnswer> ListAccountsAsync(Grant grant, PlatformApp? app, CancellationToken cancellationToken)
    {
        var (chat, problem) = await chats.ReadAsync(grant.Tokens.Access, grant.Tokens.Owner?.Reveal() ?? "", cancellationToken);
        return (chat, problem) switch
        {
            ({ } found, _) => new AccountsAnswer.Accounts(
                [
                    new LoginAccount(
                        Platform.Telegram,
                        found.Id.ToString(CultureInfo.InvariantCulture),
                        found.Type ?? "channel",
                        found.Title ?? found.Username ?? $"{found.Id}",
                        found.Username,
                        AvatarUrl: null, // its address would hold the token
                        grant.Tokens with
                        {
                            Owner = null,
                        }
                    ),
                ],
                []
            ),
            (_, AccountAnswer.Refused refused) => new AccountsAnswer.Refused(refused.Problem),
            _ => new AccountsAnswer.Unavailable(((AccountAnswer.Unavailable)problem!).Problem),
        };
    }

    public Task<GrantAnswer> RefreshAsync(
        Channel channel,
        TokenSet tokens,
        PlatformApp? app,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException("A bot's token needs no refresh.");

    public Task<RevokeAnswer> RevokeAsync(
        Channel channel,
        TokenSet tokens,
        PlatformApp? app,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult<RevokeAnswer>(
            new RevokeAnswer.NotOffered(
                "Send /revoke to @BotFather to end the bot's token, and remove the bot from the channel's administrators."
            )
        );
}
