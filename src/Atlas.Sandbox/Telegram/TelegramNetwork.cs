using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Telegram;

/// <summary>Channels that bots post to. The token of a bot stands in the path of every call, and there is no login page.</summary>
internal sealed class TelegramNetwork(NetworkServices services) : RestNetwork(services)
{
    private const long FirstDemo = 1_700_000_000;

    // Ids have ten digits; those of channels stand behind -100.
    private const long Ids = 10_000_000_000;

    public override string Platform => "telegram";

    public override string Title => "Telegram";

    public override IReadOnlyList<string> Hosts => ["api.telegram.org"];

    public override IRestErrors Errors { get; } = new TelegramErrors();

    public override IEnumerable<RestOperation> Operations => TelegramOperations.All;

    protected override IReadOnlyList<NewAccount> Demo =>
        [.. base.Demo.Select(brand => brand with { Username = brand.Username.Replace('.', '_') })];

    public override RestError? Authorize(RestCall call)
    {
        if (call.Json is null)
        {
            RestBody.TakeForm(call, call.Http.Request.Query);
        }

        if (call.World.State<TelegramBots>().Find(call["token"]) is null)
        {
            return Errors.Unauthorized(call, TokenProblem.Unknown);
        }

        call.Account = call.Directory.Find(call.Body.Id("chat_id")?.TrimStart('@'));
        return null;
    }

    public override void EndLogin(RestCall call) => call.World.State<TelegramBots>().Find(call["token"])?.Revoke();

    public override string LoggedPath(string path) =>
        string.Join('/', path.Split('/').Select(part => part.StartsWith("bot") ? "bot***" : part));

    protected override string? Problem(NewAccount wish) =>
        wish.Extra.GetValueOrDefault("membership") is null or "administrator" or "left" or "kicked"
            ? null
            : "extra.membership is administrator, left or kicked.";

    protected override NetworkAccount Build(World world, NewAccount wish)
    {
        var bots = world.State<TelegramBots>();
        var bot = bots.Find(wish.Extra.GetValueOrDefault("bot")) ?? bots.Add(NewId(world, wish.Number), wish.Username + "_bot");
        var id = $"-100{NewId(world, wish.Number):D10}";
        return new TelegramChannel(Platform, id, wish.Username.Replace('.', '_'), bot)
        {
            Name = wish.Name,
            Biography = wish.Biography,
            Website = wish.Website,
            Label = "Channel",
            Membership = wish.Extra.GetValueOrDefault("membership") ?? "administrator",
            CanPost = wish.Extra.GetValueOrDefault("canPost") is not "false",
        };
    }

    protected override AccountAccess Open(World world, NetworkAccount account, AccessRequest request)
    {
        var bot = Channel(account).Bot;
        return new AccountAccess(world.State<TelegramBots>().TokenOf(bot, request.IsFixed))
        {
            Extra = new Dictionary<string, string> { ["botId"] = bot.Id.ToString(), ["botUsername"] = bot.Username },
        };
    }

    protected override int Close(World world, NetworkAccount account) => Channel(account).Bot.Revoke() ? 1 : 0;

    private static long NewId(World world, int? number) =>
        number is { } demo ? FirstDemo + demo : long.Parse(world.Ids.From(0)) % Ids;

    private static TelegramChannel Channel(NetworkAccount account) =>
        account as TelegramChannel ?? throw new ArgumentException($"{account.Id} is not a channel.", nameof(account));
}
