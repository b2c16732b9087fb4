using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

/// <summary>A professional account. Its lists are changed and read under <see cref="Lock"/>.</summary>
internal sealed class InstagramAccount(string id, string scopedId, string username) : GraphNode(id)
{
    private readonly List<InstagramMedia> _media = [];
    private readonly Queue<DateTimeOffset> _published = new();
    private readonly Queue<DateTimeOffset> _created = new();

    public Lock Lock { get; } = new();

    /// <summary>The id that Instagram Login calls <c>id</c>; <c>user_id</c> is <see cref="GraphNode.Id"/>.</summary>
    public string ScopedId => scopedId;

    public string Username => username;

    public required string Name { get; init; }
    public string Biography { get; init; } = "";
    public string? Website { get; init; }
    public int Followers { get; init; } = 1_200;
    public int Follows { get; init; } = 180;
    public FacebookPage? Page { get; set; }

    public override string TypeName => "IGUser";

    public override string? AccountId => Id;

    public override bool IsVisibleTo(AccessToken token) =>
        token.Kind is TokenKind.InstagramUser ? token.OwnerId == Id : Page?.IsVisibleTo(token) ?? false;

    public override GraphOperation? Find(string method, string edge) => InstagramOperations.OnAccount(method, edge);

    /// <summary>Posts, reels and carousels, or stories, newest first. Deleted ones are gone.</summary>
    public List<InstagramMedia> Media(bool stories)
    {
        lock (Lock)
        {
            var found = new List<InstagramMedia>(_media.Count);
            for (var i = _media.Count - 1; i >= 0; i--)
            {
                if (_media[i].IsStory == stories)
                {
                    found.Add(_media[i]);
                }
            }

            return found;
        }
    }

    public int MediaCount
    {
        get
        {
            lock (Lock)
            {
                return _media.Count(media => !media.IsStory);
            }
        }
    }

    /// <summary>Call under <see cref="Lock"/>.</summary>
    public void Add(InstagramMedia media)
    {
        _media.Add(media);
        _published.Enqueue(media.Timestamp);
    }

    public bool Remove(InstagramMedia media)
    {
        lock (Lock)
        {
            return _media.Remove(media);
        }
    }

    /// <summary>How many were published in the rolling window. Call under <see cref="Lock"/>.</summary>
    public int PublishedSince(DateTimeOffset start) => CountSince(_published, start);

    /// <summary>Counts a new container unless the window already holds the limit.</summary>
    public bool TryCountContainer(DateTimeOffset now, int limit)
    {
        lock (Lock)
        {
            if (CountSince(_created, now - InstagramContainer.Life) >= limit)
            {
                return false;
            }

            _created.Enqueue(now);
            return true;
        }
    }

    private static int CountSince(Queue<DateTimeOffset> times, DateTimeOffset start)
    {
        while (times.TryPeek(out var oldest) && oldest <= start)
        {
            times.Dequeue();
        }

        return times.Count;
    }
}
