using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Telegram;

/// <summary>What a bot asks about itself and its channels, and the answers that all methods share.</summary>
internal static class TelegramReads
{
    public static RestAnswer Me(RestCall call) => call.RefuseBody() as RestAnswer ?? Ok(User(BotOf(call), isWhole: true));

    public static RestAnswer Chat(RestCall call)
    {
        var refused = Find(call, out var channel, mustPost: false);
        if (refused is not null || channel is null)
        {
            return refused ?? TelegramErrors.Bad("chat not found");
        }

        var chat = TelegramMessage.Chat(channel);
        chat["description"] = channel.Biography;
        return call.RefuseBody() as RestAnswer ?? Ok(chat);
    }

    public static RestAnswer Member(RestCall call)
    {
        var userId = call.Body.Number("user_id");
        var refused = Find(call, out var channel, mustPost: false);
        if ((call.RefuseBody() ?? refused) is { } no || channel is null)
        {
            return call.RefuseBody() ?? refused ?? TelegramErrors.Bad("chat not found");
        }

        if (userId != channel.Bot.Id)
        {
            return TelegramErrors.Bad("member not found");
        }

        var member = new JsonObject { ["user"] = User(channel.Bot, isWhole: false), ["status"] = channel.Membership };
        if (channel.Membership is "administrator")
        {
            member["can_be_edited"] = false;
            member["can_post_messages"] = channel.CanPost;
            member["can_edit_messages"] = channel.CanPost;
            member["can_delete_messages"] = channel.CanPost;
        }

        return Ok(member);
    }

    public static RestAnswer Ok(JsonNode result) => RestAnswer.Ok(new JsonObject { ["ok"] = true, ["result"] = result });

    /// <summary>The channel of <c>chat_id</c>, or why the bot can't have it.</summary>
    public static RestError? Find(RestCall call, out TelegramChannel? channel, bool mustPost)
    {
        channel = call.Account as TelegramChannel;
        return call.Body.Id("chat_id") is null or "" ? TelegramErrors.Bad("chat_id is empty")
            : channel is null || channel.Bot != BotOf(call) ? TelegramErrors.Bad("chat not found")
            : !mustPost ? null
            : channel.Membership is "kicked" ? TelegramErrors.Forbidden("bot was kicked from the channel chat")
            : channel.Membership is "left" ? TelegramErrors.Forbidden("bot is not a member of the channel chat")
            : channel.CanPost ? null
            : TelegramErrors.Bad("need administrator rights in the channel chat");
    }

    private static TelegramBot BotOf(RestCall call) =>
        call.World.State<TelegramBots>().Find(call["token"])
        ?? throw new InvalidOperationException("The token was checked before.");

    private static JsonObject User(TelegramBot bot, bool isWhole)
    {
        var user = new JsonObject
        {
            ["id"] = bot.Id,
            ["is_bot"] = true,
            ["first_name"] = bot.Username,
            ["username"] = bot.Username,
        };
        if (isWhole)
        {
            user["can_join_groups"] = true;
            user["can_read_all_group_messages"] = false;
            user["supports_inline_queries"] = false;
        }

        return user;
    }
}
