using Atlas.Sandbox.Media;

namespace Atlas.Sandbox.Networks;

/// <summary>What followers of an account see. A network derives from it where it must remember more.</summary>
internal class NetworkPost(NetworkAccount account, string id, string kind, DateTimeOffset created)
{
    private readonly Lock _lock = new();
    private readonly List<NetworkComment> _comments = [];
    private DateTimeOffset? _deleted;

    public NetworkAccount Account => account;

    public string Id => id;

    /// <summary>What stands in its address and in effects, where ids count per account and <see cref="Id"/> must be unique beyond.</summary>
    public virtual string PublicId => id;

    /// <summary>post, video, reel, short, story, carousel, document, article, thread.</summary>
    public string Kind => kind;

    public DateTimeOffset Created => created;

    public DateTimeOffset? Edited { get; private set; }

    public string? Title { get; set; }
    public string? Text { get; set; }
    public string? Link { get; set; }
    public IReadOnlyList<MediaItem> Media { get; set; } = [];

    /// <summary>Of each medium, in the same order; null where there is none.</summary>
    public IReadOnlyList<string?> AltTexts { get; set; } = [];
    public MediaItem? Cover { get; set; }

    /// <summary>The post that this one answers or continues.</summary>
    public string? ParentId { get; init; }

    /// <summary>The network's own word, such as <c>SELF_ONLY</c>; shown on its page.</summary>
    public string? Privacy { get; set; }

    /// <summary>Whatever else a follower or a tester should see: label and value.</summary>
    public IReadOnlyList<(string Label, string Value)> Facts { get; set; } = [];

    public bool IsDeleted
    {
        get
        {
            lock (_lock)
            {
                return _deleted is not null;
            }
        }
    }

    /// <summary>Of its page on the simulated site.</summary>
    public virtual string Path => $"{account.Path}/{Uri.EscapeDataString(PublicId)}";

    /// <summary>Oldest first.</summary>
    public NetworkComment[] Comments()
    {
        lock (_lock)
        {
            return [.. _comments];
        }
    }

    public bool RemoveComment(string commentId)
    {
        lock (_lock)
        {
            return _comments.RemoveAll(comment => comment.Id == commentId) > 0;
        }
    }

    internal void Add(NetworkComment comment)
    {
        lock (_lock)
        {
            _comments.Add(comment);
        }
    }

    internal bool TryEdit(Action<NetworkPost> change, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_deleted is not null)
            {
                return false;
            }

            change(this);
            Edited = now;
            return true;
        }
    }

    internal bool TryDelete(DateTimeOffset now)
    {
        lock (_lock)
        {
            var isFirst = _deleted is null;
            _deleted ??= now;
            return isFirst;
        }
    }
}

/// <param name="ParentId">The comment that this one answers.</param>
internal sealed record NetworkComment(string Id, string Username, string Text, DateTimeOffset At, string? ParentId = null);
