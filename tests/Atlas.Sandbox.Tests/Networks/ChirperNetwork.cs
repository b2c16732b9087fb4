using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;
using Atlas.Sandbox.OAuth;

namespace Atlas.Sandbox.Tests.Networks;

/// <summary>A network made up for tests of the base.</summary>
internal sealed class ChirperNetwork(NetworkServices services, OAuthSettings? settings = null)
    : RestNetwork(services),
        IRestErrors
{
    public const string Secret = "s3cret";
    public const string AppId = "chirp-app";

    public static readonly OAuthSettings Usual = new()
    {
        Platform = "chirper",
        Title = "Chirper",
        Apps = [new DeveloperApp(AppId, Secret, "Test app")],
        KnownScopes = ["read", "write"],
        RefreshLife = TimeSpan.FromDays(30),
    };

    public override string Platform => "chirper";

    public override string Title => "Chirper";

    public override IReadOnlyList<string> Hosts => ["api.chirper.test", "chirper.test"];

    public override IRestErrors Errors => this;

    public override OAuthServer Login { get; } = new(settings ?? Usual);

    public override IEnumerable<RestOperation> Operations =>
        [
            .. Login.Consent("chirper.test/authorize"),
            Login.Token("api.chirper.test/token"),
            Login.Revocation("api.chirper.test/revoke", _ => RestAnswer.Empty()),
            new RestOperation("chirper.post.create", "POST", "api.chirper.test/posts", Create)
            {
                Scopes = ["write"],
                Rate = new RateLimit(3, TimeSpan.FromMinutes(1)),
            },
            new RestOperation("chirper.post.read", "GET", "api.chirper.test/posts/{id}", Read)
            {
                Scopes = ["read"],
                Query = ["fields"],
            },
        ];

    public RestError Throttled(RestCall call, TimeSpan retryAfter) =>
        Error(429, "slow_down").With("Retry-After", ((int)Math.Ceiling(retryAfter.TotalSeconds)).ToString());

    public RestError ServerError(RestCall call) => Error(500, "oops");

    public RestError Unauthorized(RestCall call, TokenProblem problem) => Error(401, problem.ToString());

    public RestError MissingScope(RestCall call, string scope) => Error(403, "scope " + scope);

    public RestError NoSuchCall(RestCall call) => Error(404, "nowhere");

    public RestError BadField(RestCall call, FieldProblem problem) => Error(400, $"{problem.Kind} {problem.Field}");

    public RestError Custom(RestCall call, CustomError error) => Error(error.Status ?? 400, error.Name ?? $"{error.Code}");

    protected override NetworkAccount Build(World world, NewAccount wish) =>
        new(Platform, wish.Number?.ToString() ?? world.Ids.From(5_000), wish.Username) { Name = wish.Name };

    private static RestAnswer Create(RestCall call)
    {
        var text = call.Body.RequiredText("text");
        var link = call.Body.Object("card")?.RequiredText("url");
        if (call.RefuseBody() is { } refused)
        {
            return refused;
        }

        var post = new NetworkPost(call.Account!, call.World.Ids.From(9_000), "post", call.Now) { Text = text, Link = link };
        call.Directory.Publish(post, call.BaseUrl);
        return RestAnswer.Created(new JsonObject { ["id"] = post.Id });
    }

    private static RestAnswer Read(RestCall call) =>
        call.Directory.Post(call["id"]) is { } post
            ? RestAnswer.Ok(new JsonObject { ["text"] = post.Text })
            : Error(404, "no such post");

    private static RestError Error(int status, string name) => new(status, new JsonObject { ["error"] = name });
}
