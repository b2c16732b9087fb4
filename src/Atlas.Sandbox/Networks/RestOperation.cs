namespace Atlas.Sandbox.Networks;

internal delegate ValueTask<RestAnswer> RestHandler(RestCall call);

/// <summary>One kind of call.</summary>
/// <param name="Name">Stable, such as <c>tiktok.video.init</c>: fault rules and the call log name it.</param>
/// <param name="Method">GET, POST, …</param>
/// <param name="Path">
/// Host and path: <c>open.tiktokapis.com/v2/post/publish/video/init/</c>. A trailing slash counts. <c>{id}</c> stands for one part
/// of the path and may have text around it (<c>bot{token}</c>), <c>{rest*}</c> for all that follows.
/// </param>
/// <param name="Handle">Checks the call and does it.</param>
internal sealed record RestOperation(string Name, string Method, string Path, RestHandler Handle)
{
    public RestOperation(string name, string method, string path, Func<RestCall, RestAnswer> handle)
        : this(name, method, path, call => ValueTask.FromResult(handle(call))) { }

    /// <summary>All of them are needed.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Needs no token.</summary>
    public bool IsPublic { get; init; }

    /// <summary>The body isn't parsed: the handler reads the request's stream, of any length.</summary>
    public bool TakesBytes { get; init; }

    /// <summary>Per account, or per token where the account isn't known.</summary>
    public RateLimit? Rate { get; init; }

    /// <summary>The names that the query may have; others are refused while parameters are strict. Null checks nothing.</summary>
    public IReadOnlyList<string>? Query { get; init; }

    /// <summary>A closer name that the body decides, such as a refresh among token calls.</summary>
    public Func<RestCall, string>? NameOf { get; init; }

    /// <summary>Values of the path that no log may show.</summary>
    public IReadOnlyList<string> SecretValues { get; init; } = [];
}

/// <param name="Pool">Operations that count together have the same name here; null counts each for itself.</param>
internal sealed record RateLimit(int Calls, TimeSpan Window, string? Pool = null);
