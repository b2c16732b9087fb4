using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Telegram;

/// <summary>A public channel with the bot that posts to it.</summary>
internal sealed class TelegramChannel(string platform, string id, string username, TelegramBot bot)
    : NetworkAccount(platform, id, username)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, TelegramMessage> _messages = [];
    private long _last;

    public TelegramBot Bot => bot;

    /// <summary>Of the bot: administrator, left or kicked.</summary>
    public required string Membership { get; init; }
    public bool CanPost { get; init; } = true;

    public override IReadOnlyDictionary<string, string> Extra => new Dictionary<string, string> { ["chatId"] = Id };

    public long NextId() => Interlocked.Increment(ref _last);

    public void Keep(TelegramMessage message)
    {
        lock (_lock)
        {
            _messages[message.Id] = message;
        }
    }

    public TelegramMessage? Message(long messageId)
    {
        lock (_lock)
        {
            return _messages.GetValueOrDefault(messageId);
        }
    }

    public bool Forget(TelegramMessage message)
    {
        lock (_lock)
        {
            return _messages.Remove(message.Id);
        }
    }

    /// <summary>What is left of a post, in order: an album is several messages.</summary>
    public IReadOnlyList<TelegramMessage> MessagesOf(NetworkPost post)
    {
        lock (_lock)
        {
            return [.. _messages.Values.Where(message => message.Post == post).OrderBy(message => message.Id)];
        }
    }
}

/// <summary>A post of a channel; message ids count per channel.</summary>
internal sealed class TelegramPost(TelegramChannel channel, long messageId, string kind, DateTimeOffset created)
    : NetworkPost(channel, $"{channel.Id}/{messageId}", kind, created)
{
    public override string PublicId { get; } = messageId.ToString();
}
