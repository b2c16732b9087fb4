using System.Collections.Frozen;

namespace Atlas.Sandbox.Meta;

/// <summary>Does one call; null is success with the answer written to <see cref="GraphCall.Json"/>.</summary>
internal delegate ValueTask<GraphError?> GraphHandler(GraphCall call);

/// <summary>One kind of call, with all that is checked before it runs.</summary>
internal sealed class GraphOperation(string name, GraphHandler handle, string[] parameters)
{
    private static readonly string[] Everywhere =
    [
        "access_token",
        "appsecret_proof",
        "appsecret_time",
        "fields",
        "locale",
        "format",
    ];

    private readonly FrozenSet<string> _parameters = parameters.Concat(Everywhere).ToFrozenSet();

    public string Name => name;

    public GraphHandler Handle => handle;

    /// <summary>Scopes of which the token needs one: the Facebook Login name and the Instagram Login name. Empty asks for none.</summary>
    public string[] Scopes { get; init; } = [];

    public bool FacebookLoginOnly { get; init; }

    public bool Knows(string parameter) => _parameters.Contains(parameter);
}
