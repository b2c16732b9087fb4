namespace Atlas.Sandbox.Networks;

/// <summary>An account, channel, page or board of a network. A network derives from it where it must remember more.</summary>
internal class NetworkAccount(string platform, string id, string username)
{
    private readonly Lock _lock = new();
    private readonly List<NetworkPost> _posts = [];

    public string Platform => platform;

    public string Id => id;

    /// <summary>Unique on its network; stands in the address of its page.</summary>
    public string Username => username;

    public required string Name { get; init; }
    public string Biography { get; init; } = "";
    public string? Website { get; init; }
    public int Followers { get; init; } = 1_200;

    /// <summary>Stands below the name on its page, such as <c>Organization</c>.</summary>
    public string? Label { get; init; }

    public string Path => $"/{platform}/{Uri.EscapeDataString(username)}";

    /// <summary>More than the fields above for the answer of the control API.</summary>
    public virtual IReadOnlyDictionary<string, string>? Extra => null;

    /// <summary>Visible posts, newest first.</summary>
    public NetworkPost[] Posts()
    {
        lock (_lock)
        {
            NetworkPost[] posts = [.. _posts];
            Array.Reverse(posts);
            return posts;
        }
    }

    public int PostCount
    {
        get
        {
            lock (_lock)
            {
                return _posts.Count;
            }
        }
    }

    internal void Add(NetworkPost post)
    {
        lock (_lock)
        {
            _posts.Add(post);
        }
    }

    internal void Remove(NetworkPost post)
    {
        lock (_lock)
        {
            _posts.Remove(post);
        }
    }
}
