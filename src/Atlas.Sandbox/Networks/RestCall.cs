using System.Collections.Frozen;
using System.Text.Json;
using Atlas.Sandbox.Media;
using Atlas.Sandbox.OAuth;

namespace Atlas.Sandbox.Networks;

/// <summary>One call to a REST network on its way.</summary>
internal sealed class RestCall
{
    public required World World { get; init; }
    public required HttpContext Http { get; init; }
    public required RestNetwork Network { get; init; }
    public required MediaFetcher Fetcher { get; init; }
    public required DateTimeOffset Now { get; init; }

    /// <summary>Null when no operation has this address.</summary>
    public RestOperation? Operation { get; set; }

    public IReadOnlyDictionary<string, string> Values { get; set; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The body's fields, from JSON or a form; empty when there is no such body.</summary>
    public JsonFields Body { get; set; } = JsonFields.None();

    /// <summary>The body's JSON as it came, also where it isn't an object.</summary>
    public JsonElement? Json { get; set; }

    public IFormFileCollection Files { get; set; } = new FormFileCollection();

    /// <summary>The token that came with the call, also when it was refused.</summary>
    public OAuthToken? Token { get; set; }

    /// <summary>What the person behind the token granted.</summary>
    public OAuthGrant? Grant => Token?.Grant;

    /// <summary>The account that the call is about: fault rules, rate limits and the call log go by it.</summary>
    public NetworkAccount? Account { get; set; }

    public string Method => Http.Request.Method;

    /// <summary>The name of the host, which stands first in the path.</summary>
    public string Host => (Http.Request.Path.Value ?? "/").Split('/')[1];

    public NetworkDirectory Directory => World.Directory(Network.Platform);

    /// <summary>Where this sandbox is reached.</summary>
    public string BaseUrl => $"{Http.Request.Scheme}://{Http.Request.Host}";

    /// <summary>A value of the operation's path.</summary>
    public string this[string value] => Values[value];

    /// <summary>The value of a query parameter; null when it is absent.</summary>
    public string? Query(string name) => Http.Request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    public string? Header(string name) => Http.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>An address on a simulated host: <c>HostUrl("open-upload.tiktokapis.com/video/?id=1")</c>.</summary>
    public string HostUrl(string hostAndPath) => $"{BaseUrl}/{hostAndPath}";

    /// <summary>The page on which a person sees the post.</summary>
    public string PageUrl(NetworkPost post) => BaseUrl + post.Path;

    /// <summary>The refusal of the first field that is missing, of the wrong kind or, while parameters are strict, unknown.</summary>
    public RestError? Refuse(JsonFields fields) =>
        fields.Problem(World.Options.StrictParameters) is { } problem ? Network.Errors.BadField(this, problem) : null;

    /// <summary>The refusal of what is wrong with the body. Call it when every field has been read.</summary>
    public RestError? RefuseBody() => Refuse(Body);

    /// <summary>Downloads what the client named by address, with the limits that the sandbox's options set.</summary>
    public ValueTask<FetchedFile> FetchAsync(Uri url, long maxBytes) =>
        Fetcher.FetchAsync(
            url,
            maxBytes,
            TimeSpan.FromMilliseconds(World.Options.FetchTimeoutMs),
            World.Options.FetchCache ? World.Clock : null
        );
}
