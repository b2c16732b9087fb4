using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Atlas.Sandbox.Faults;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Control;

/// <summary>Everything under <c>/control</c>: what a test or a demo does to the simulation from outside.</summary>
internal sealed class ControlApi(Func<World> current, Action reset)
{
    private const int DefaultEffects = 100_000;
    private const int DefaultCalls = 500;

    private static readonly ControlJson Json = ControlJson.Default;

    public async Task HandleAsync(HttpContext http, string path)
    {
        var world = current();
        var answer = (http.Request.Method, path) switch
        {
            ("GET", "health") => Write(
                http,
                new HealthAnswer("ok", world.Now, world.Networks.Sum(network => network.Cards(world).Count()), world.Calls.Count),
                Json.HealthAnswer
            ),
            ("POST", "reset") => ResetAsync(http),
            ("GET", "options") => Write(http, world.Options, Json.SandboxOptions),
            ("POST" or "PATCH", "options") => ChangeOptionsAsync(http, world),
            ("GET", "apps") => Write(
                http,
                new AppList([.. Asked(http, world).SelectMany(network => network.Apps(world))]),
                Json.AppList
            ),
            ("GET", "accounts") => Write(
                http,
                new AccountList([.. Asked(http, world).SelectMany(network => network.Accounts(world))]),
                Json.AccountList
            ),
            ("POST", "accounts") => CreateAccountsAsync(http, world),
            ("POST", "tokens") => MintAsync(http, world),
            ("POST", "tokens/end") => EndTokensAsync(http, world),
            ("GET", "effects") => ReadEffects(http, world),
            ("GET", "calls") => Write(
                http,
                new CallList(
                    world.Calls.Count,
                    world.Calls.Read(Number(http, "since", 0), (int)Number(http, "limit", DefaultCalls))
                ),
                Json.CallList
            ),
            ("GET", "faults") => Write(http, new FaultList(world.Faults.Read()), Json.FaultList),
            ("POST", "faults") => AddFaultsAsync(http, world),
            ("DELETE", "faults") => ClearFaultsAsync(http, world),
            ("DELETE", _) when path.StartsWith("faults/") => world.Faults.Remove(path["faults/".Length..])
                ? Write(http, new FaultList(world.Faults.Read()), Json.FaultList)
                : Problem(http, "There is no such fault rule.", StatusCodes.Status404NotFound),
            ("POST", "comments") => CommentAsync(http, world),
            _ => Problem(http, "There is no such control call.", StatusCodes.Status404NotFound),
        };
        await answer;
    }

    private Task ResetAsync(HttpContext http)
    {
        reset();
        return Write(http, current().Options, Json.SandboxOptions);
    }

    private static async Task ChangeOptionsAsync(HttpContext http, World world)
    {
        if (await ReadAsync(http, Json.OptionsPatch) is not { } patch)
        {
            return;
        }

        if (patch.Problem() is { } problem)
        {
            await Problem(http, problem);
            return;
        }

        world.Options = patch.Apply(world.Options);
        await Write(http, world.Options, Json.SandboxOptions);
    }

    private static async Task CreateAccountsAsync(HttpContext http, World world)
    {
        if (await ReadAsync(http, Json.CreateAccounts) is not { } request)
        {
            return;
        }

        var (accounts, problem) =
            Network(world, request.Platform)?.Create(world, request) ?? NewAccounts.Refused(NoNetwork(world));
        await (problem is null ? Write(http, new AccountList(accounts), Json.AccountList) : Problem(http, problem));
    }

    private static async Task MintAsync(HttpContext http, World world)
    {
        if (await ReadAsync(http, Json.MintToken) is not { } request)
        {
            return;
        }

        await (
            Network(world, request.Platform)?.Mint(world, request) is { } answer
                ? Write(http, answer, Json.AccountAnswer)
                : Problem(http, "There is no such account on that platform, or it has no login of that kind.")
        );
    }

    private static async Task EndTokensAsync(HttpContext http, World world)
    {
        if (await ReadAsync(http, Json.EndTokens) is not { } request)
        {
            return;
        }

        await (
            Network(world, request.Platform)?.End(world, request) is { } count
                ? Write(http, new EndedTokens(count), Json.EndedTokens)
                : Problem(http, "There is no such account.")
        );
    }

    private static Task ReadEffects(HttpContext http, World world)
    {
        var account = http.Request.Query["account"].ToString() is { Length: > 0 } name ? name : null;
        var limit = (int)Number(http, "limit", DefaultEffects);
        return Write(http, world.Effects.Read(Number(http, "since", 0), account, limit), Json.EffectsAnswer);
    }

    private static async Task AddFaultsAsync(HttpContext http, World world)
    {
        if (await ReadAsync(http, Json.JsonElement) is not { ValueKind: JsonValueKind.Object } body)
        {
            if (!http.Response.HasStarted)
            {
                await Problem(http, "The body is a rule, or an object with rules and seed.");
            }

            return;
        }

        FaultRequest? request;
        try
        {
            var isOneRule = body.TryGetProperty("kind", out _);
            request = isOneRule ? new FaultRequest([body.Deserialize(Json.FaultRule)!]) : body.Deserialize(Json.FaultRequest);
        }
        catch (JsonException ex)
        {
            await Problem(http, ex.Message);
            return;
        }

        var rules = request?.Rules ?? [];
        if (rules.Select(rule => rule.Problem()).FirstOrDefault(problem => problem is not null) is { } bad)
        {
            await Problem(http, bad);
            return;
        }

        if (request?.Seed is { } seed)
        {
            world.Faults.Seed(seed);
        }

        var added = rules.Select(world.Faults.Add).ToList();
        await Write(http, new FaultList(added), Json.FaultList);
    }

    private static Task ClearFaultsAsync(HttpContext http, World world)
    {
        world.Faults.Clear();
        return Write(http, new FaultList([]), Json.FaultList);
    }

    private static async Task CommentAsync(HttpContext http, World world)
    {
        if (await ReadAsync(http, Json.VisitorComment) is not { } request)
        {
            return;
        }

        await (
            Network(world, request.Platform)?.Comment(world, request) is { } id
                ? Write(http, new CreatedId(id), Json.CreatedId)
                : Problem(http, "There is no such medium or comment.", StatusCodes.Status404NotFound)
        );
    }

    private static ISandboxNetwork? Network(World world, string platform) =>
        world.Networks.FirstOrDefault(network => network.Platform == platform);

    /// <summary>The networks that a list is asked of: one with <c>?platform=</c>, else all.</summary>
    private static IEnumerable<ISandboxNetwork> Asked(HttpContext http, World world) =>
        http.Request.Query["platform"].ToString() is { Length: > 0 } platform
            ? world.Networks.Where(network => network.Platform == platform)
            : world.Networks;

    private static string NoNetwork(World world) =>
        $"platform is one of {string.Join(", ", world.Networks.Select(network => network.Platform))}.";

    private static long Number(HttpContext http, string name, long whenNone) =>
        long.TryParse(http.Request.Query[name], out var number) && number is >= 0 and <= int.MaxValue ? number : whenNone;

    private static Task Write<T>(HttpContext http, T value, JsonTypeInfo<T> type) => http.Response.WriteAsJsonAsync(value, type);

    private static Task Problem(HttpContext http, string text, int status = StatusCodes.Status400BadRequest)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new ProblemAnswer(text), Json.ProblemAnswer);
    }

    /// <summary>The body; when it can't be read the problem is already answered. An empty body is an empty object.</summary>
    private static async Task<T?> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type)
    {
        try
        {
            if (http.Request.ContentLength is 0 or null && !http.Request.Headers.TransferEncoding.Contains("chunked"))
            {
                return JsonSerializer.Deserialize("{}", type);
            }

            return await JsonSerializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted);
        }
        catch (JsonException ex)
        {
            await Problem(http, ex.Message);
            return default;
        }
    }
}
