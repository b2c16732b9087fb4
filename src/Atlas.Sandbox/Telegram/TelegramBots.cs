using System.Collections.Concurrent;
using Atlas.Sandbox.Media;
using Atlas.Sandbox.Networks;
using Atlas.Sandbox.OAuth;

namespace Atlas.Sandbox.Telegram;

/// <summary>A bot has one token at a time; a new one ends the old.</summary>
internal sealed class TelegramBot(long id, string username)
{
    private volatile string? _token;

    public long Id => id;

    public string Username => username;

    public string? Token
    {
        get => _token;
        set => _token = value;
    }

    public bool Revoke() => Interlocked.Exchange(ref _token, null) is not null;
}

/// <summary>The bots by token, and the files that can be sent again by their id.</summary>
internal sealed class TelegramBots : IWorldState<TelegramBots>
{
    private readonly ConcurrentDictionary<string, TelegramBot> _byToken = new();
    private readonly ConcurrentDictionary<string, MediaItem> _files = new();

    public static TelegramBots Create(World world) => new();

    public TelegramBot Add(long id, string username) => new(id, username);

    /// <summary>Null for a token that was never given out or no longer works.</summary>
    public TelegramBot? Find(string? token) =>
        token is not null && _byToken.GetValueOrDefault(token) is { } bot && bot.Token == token ? bot : null;

    /// <summary>The bot's token; a new one when it was revoked.</summary>
    public string TokenOf(TelegramBot bot, bool isFixed)
    {
        if (bot.Token is { } token)
        {
            return token;
        }

        var secret = isFixed ? OAuthBook.FixedSecret($"telegram {bot.Id}")[..35] : OAuthBook.NewSecret(35);
        var fresh = $"{bot.Id}:{secret}";
        _byToken[fresh] = bot;
        bot.Token = fresh;
        return fresh;
    }

    public string Keep(MediaItem item)
    {
        var id = "AgACAgQAAx" + OAuthBook.NewSecret(40);
        _files[id] = item;
        return id;
    }

    public MediaItem? File(string id) => _files.GetValueOrDefault(id);
}
