using Atlas.Sandbox.Media;
using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Threads;

internal enum ContainerState
{
    InProgress,
    Finished,
    Error,
    Expired,
    Published,
}

/// <summary>A post that is being made. Once it is published, its id is no container's any more.</summary>
internal sealed class ThreadsContainer(
    string id,
    ThreadsAccount account,
    ContainerRequest request,
    IReadOnlyList<ThreadsContainer> children,
    DateTimeOffset created
) : ThreadsNode(id, account)
{
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    private static readonly GraphOperation Read = new("threads.container.read", ContainerReads.ReadAsync, [])
    {
        Scopes = [ThreadsScopes.Basic],
    };

    private readonly Lock _lock = new();
    private DateTimeOffset? _readyAt;
    private MediaItem? _item;
    private string? _error;

    public ContainerRequest Request => request;

    /// <summary>Processing takes its time from here, however long the fetch took.</summary>
    public DateTimeOffset Created => created;

    public IReadOnlyList<ThreadsContainer> Children => children;

    public Lock PublishLock { get; } = new();

    public bool IsPublished { get; set; }

    public override string TypeName => "ThreadsMediaContainer";

    public MediaItem? Item
    {
        get
        {
            lock (_lock)
            {
                return _item;
            }
        }
    }

    /// <summary>One of the documented names, where it failed.</summary>
    public string? Error
    {
        get
        {
            lock (_lock)
            {
                return _error ?? children.Select(child => child.Error).FirstOrDefault(error => error is not null);
            }
        }
    }

    public void Finish(MediaItem? item, DateTimeOffset readyAt)
    {
        lock (_lock)
        {
            (_item, _readyAt) = (item, readyAt);
        }
    }

    public void Fail(string error)
    {
        lock (_lock)
        {
            _error = error;
        }
    }

    public ContainerState StateAt(DateTimeOffset now)
    {
        if (IsPublished)
        {
            return ContainerState.Published;
        }

        if (Error is not null)
        {
            return ContainerState.Error;
        }

        if (now >= created + Life)
        {
            return ContainerState.Expired;
        }

        lock (_lock)
        {
            return _readyAt <= now && children.All(child => child.StateAt(now) is ContainerState.Finished)
                ? ContainerState.Finished
                : ContainerState.InProgress;
        }
    }

    public override GraphOperation? Find(string method, string edge) => (method, edge) is ("GET", "") ? Read : null;
}
