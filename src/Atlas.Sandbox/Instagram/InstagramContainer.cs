using Atlas.Sandbox.Media;
using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

/// <summary>What will become one medium. Its state is not stored but follows from the time and from what has happened.</summary>
internal sealed class InstagramContainer(string id, InstagramAccount account, ContainerRequest request, DateTimeOffset createdAt)
    : GraphNode(id)
{
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    private volatile Outcome? _outcome;
    private volatile InstagramMedia? _published;

    public InstagramAccount Account => account;

    public ContainerRequest Request => request;

    public ContainerKind Kind => request.Kind;

    public DateTimeOffset CreatedAt => createdAt;

    public IReadOnlyList<InstagramContainer> Children { get; init; } = [];

    /// <summary>Where a resumable upload collects its bytes.</summary>
    public UploadSession? Upload { get; init; }

    public bool IsCarouselItem => Kind is ContainerKind.CarouselImage or ContainerKind.CarouselVideo;

    public MediaItem? Medium => _outcome?.Medium;

    public MediaItem? Cover { get; set; }

    /// <summary>The subcode of the failure.</summary>
    public int? Failure =>
        _outcome?.Failure ?? Children.Select(child => child.Failure).FirstOrDefault(failure => failure is not null);

    public InstagramMedia? Published => _published;

    /// <summary>Taken while the container turns into a medium, so that it does so once.</summary>
    public Lock PublishLock { get; } = new();

    public override string TypeName => "IGContainer";

    public override string? AccountId => account.Id;

    public override bool IsVisibleTo(AccessToken token) => account.IsVisibleTo(token);

    public override GraphOperation? Find(string method, string edge) =>
        (method, edge) is ("GET", "") ? InstagramOperations.ReadContainer : null;

    public void Finish(MediaItem? medium, DateTimeOffset readyAt) => _outcome = new Outcome(medium, readyAt, null);

    public void Fail(int subcode) => _outcome = new Outcome(null, default, subcode);

    public void MarkPublished(InstagramMedia media)
    {
        _published = media;
        foreach (var child in Children)
        {
            child._published = media;
        }
    }

    public ContainerState StateAt(DateTimeOffset now)
    {
        if (_published is not null)
        {
            return ContainerState.Published;
        }

        if (now - createdAt >= Life)
        {
            return ContainerState.Expired;
        }

        // Read once: the outcome may come while this looks, and one that failed is never ready.
        var outcome = _outcome;
        if (outcome?.Failure is not null || Children.Any(child => child.Failure is not null))
        {
            return ContainerState.Error;
        }

        foreach (var child in Children)
        {
            if (child.StateAt(now) is not ContainerState.Finished and var state)
            {
                return state is ContainerState.Published ? ContainerState.Error : state;
            }
        }

        return now >= outcome?.ReadyAt ? ContainerState.Finished : ContainerState.InProgress;
    }

    private sealed record Outcome(MediaItem? Medium, DateTimeOffset ReadyAt, int? Failure);
}
