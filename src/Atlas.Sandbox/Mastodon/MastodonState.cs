using System.Collections.Concurrent;
using Atlas.Sandbox.Media;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Mastodon;

/// <summary>What a server remembers beyond accounts and statuses.</summary>
internal sealed class MastodonState : IWorldState<MastodonState>
{
    public static MastodonState Create(World world) => new();

    /// <summary>Apps that registered themselves, by client id.</summary>
    public ConcurrentDictionary<string, DeveloperApp> Apps { get; } = new();

    public ConcurrentDictionary<string, MastodonFile> Files { get; } = new();

    /// <summary>Statuses by account and key, for an hour.</summary>
    public ConcurrentDictionary<(string Account, string Key), (string Status, DateTimeOffset At)> Keys { get; } = new();

    /// <summary>A key is looked up and taken in one.</summary>
    public Lock Posting { get; } = new();
}

/// <summary>An uploaded file; a video takes its time.</summary>
internal sealed record MastodonFile(string Id, NetworkAccount Owner, MediaItem Item, string? Description, DateTimeOffset ReadyAt)
{
    /// <summary>Once it stands in a status it can't stand in another.</summary>
    public string? StatusId { get; set; }
}

/// <summary>A status as its account wrote it.</summary>
internal sealed class MastodonPost(NetworkAccount account, string id, string kind, DateTimeOffset created)
    : NetworkPost(account, id, kind, created)
{
    public IReadOnlyList<MastodonFile> Files { get; set; } = [];

    public string Spoiler { get; set; } = "";

    public bool IsSensitive { get; set; }

    public string? Language { get; set; }
}
