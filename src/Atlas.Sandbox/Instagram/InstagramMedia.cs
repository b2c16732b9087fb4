using System.Buffers.Binary;
using Atlas.Sandbox.Media;
using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

/// <summary>A medium that followers see, or one item of a carousel.</summary>
internal sealed class InstagramMedia(
    long number,
    InstagramAccount account,
    InstagramContainer container,
    DateTimeOffset timestamp
) : GraphNode(number.ToString())
{
    private static readonly TimeSpan StoryLife = TimeSpan.FromHours(24);

    private readonly Lock _lock = new();
    private readonly List<InstagramComment> _comments = [];
    private volatile bool _commentsEnabled = true;

    public InstagramAccount Account => account;

    public InstagramContainer Container => container;

    public DateTimeOffset Timestamp => timestamp;

    public string Shortcode { get; } = Code(number);

    public string? Caption => container.Request.Caption;

    public MediaItem? Item => container.Medium;

    public bool IsStory => container.Kind is ContainerKind.Story;

    /// <summary>The carousel that this is an item of.</summary>
    public InstagramMedia? Parent { get; init; }

    public IReadOnlyList<InstagramMedia> Children { get; set; } = [];

    public bool CommentsEnabled
    {
        get => _commentsEnabled;
        set => _commentsEnabled = value;
    }

    public string Kind =>
        container.Kind switch
        {
            ContainerKind.Reel => "reel",
            ContainerKind.Story => "story",
            ContainerKind.Carousel => "carousel",
            _ => "post",
        };

    /// <summary>Path of its page on the simulated site.</summary>
    public string Path =>
        container.Kind switch
        {
            ContainerKind.Story => $"/stories/{account.Username}/{Id}/",
            ContainerKind.Reel => $"/reel/{Shortcode}/",
            _ => $"/p/{Shortcode}/",
        };

    public override string TypeName => "IGMedia";

    public override string? AccountId => account.Id;

    public bool IsOver(DateTimeOffset now) => IsStory && now - timestamp >= StoryLife;

    public override bool IsVisibleTo(AccessToken token) => account.IsVisibleTo(token);

    public override GraphOperation? Find(string method, string edge) => InstagramOperations.OnMedia(method, edge);

    public void Add(InstagramComment comment)
    {
        lock (_lock)
        {
            _comments.Add(comment);
        }
    }

    public void Remove(InstagramComment comment)
    {
        lock (_lock)
        {
            _comments.Remove(comment);
        }
    }

    /// <summary>All comments and replies, oldest first.</summary>
    public InstagramComment[] Comments()
    {
        lock (_lock)
        {
            return [.. _comments];
        }
    }

    private static string Code(long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
