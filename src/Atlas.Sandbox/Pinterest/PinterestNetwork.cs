using Atlas.Sandbox.Networks;
using Atlas.Sandbox.OAuth;

namespace Atlas.Sandbox.Pinterest;

/// <summary>Pinterest: accounts with boards, and pins on them. Videos go to a storage host of their own.</summary>
internal sealed class PinterestNetwork(NetworkServices services) : RestNetwork(services)
{
    public const string Api = "api.pinterest.com/v5";
    public const string Storage = "pinterest-media-upload.s3-accelerate.amazonaws.com";

    /// <summary>The description of the API asks for all four with every change of a pin.</summary>
    private static readonly string[] Write = ["boards:read", "boards:write", "pins:read", "pins:write"];

    private static readonly string[] BoardNames = ["Rye and sourdough", "The shop", "Secret recipes"];

    public override string Platform => "pinterest";

    public override string Title => "Pinterest";

    public override IReadOnlyList<string> Hosts => ["api.pinterest.com", "www.pinterest.com", Storage];

    public override IRestErrors Errors { get; } = new PinterestErrors();

    public override OAuthServer Login { get; } =
        new(
            new OAuthSettings
            {
                Platform = "pinterest",
                Title = "Pinterest",
                Apps = [new DeveloperApp("1500001", "sim_pinterest_secret_1", "Atlas sandbox app")],
                KnownScopes =
                [
                    "boards:read",
                    "boards:write",
                    "pins:read",
                    "pins:write",
                    "user_accounts:read",
                    "boards:read_secret",
                    "boards:write_secret",
                    "pins:read_secret",
                    "pins:write_secret",
                    "user_accounts:write",
                ],
                UsualScopes = ["boards:read", "boards:write", "pins:read", "pins:write", "user_accounts:read"],
                ScopeSeparators = [',', ' '],
                ClientProof = ClientProof.Basic,
                Pkce = PkceRule.Ignored,
                AccessLife = TimeSpan.FromDays(30),
                RefreshLife = TimeSpan.FromDays(60),
                Refresh = RefreshMode.Rotated,
                AccessPrefix = "pina_",
                RefreshPrefix = "pinr.",
                Answer = PinterestTokens.Answer,
                Error = PinterestTokens.Error,
            }
        );

    public override IEnumerable<RestOperation> Operations =>
        [
            .. Login.Consent("www.pinterest.com/oauth/"),
            Login.Token($"{Api}/oauth/token"),
            new("pinterest.account.read", "GET", $"{Api}/user_account", PinterestReads.Account)
            {
                Scopes = ["user_accounts:read"],
                Query = [],
            },
            new("pinterest.boards.list", "GET", $"{Api}/boards", PinterestReads.Boards)
            {
                Scopes = ["boards:read"],
                Query = ["bookmark", "page_size", "privacy"],
            },
            new("pinterest.pins.list", "GET", $"{Api}/boards/{{board}}/pins", PinterestReads.Pins)
            {
                Scopes = ["boards:read", "pins:read"],
                Query = ["bookmark", "page_size"],
            },
            new("pinterest.pin.create", "POST", $"{Api}/pins", PinCreation.CreateAsync) { Scopes = Write },
            new("pinterest.pin.read", "GET", $"{Api}/pins/{{pin}}", PinterestReads.Pin) { Scopes = ["boards:read", "pins:read"] },
            new("pinterest.pin.update", "PATCH", $"{Api}/pins/{{pin}}", PinChanges.Update) { Scopes = Write },
            new("pinterest.pin.delete", "DELETE", $"{Api}/pins/{{pin}}", PinChanges.Delete) { Scopes = Write },
            new("pinterest.media.register", "POST", $"{Api}/media", PinterestUploads.Register)
            {
                Scopes = ["pins:read", "pins:write"],
            },
            new("pinterest.media.read", "GET", $"{Api}/media/{{media}}", PinterestUploads.Read) { Scopes = ["pins:read"] },
            new("pinterest.page", "GET", "www.pinterest.com/pin/{pin}/", PinterestReads.Page) { IsPublic = true },
            new("pinterest.media.upload", "POST", $"{Storage}/", PinterestUploads.TakeAsync) { IsPublic = true },
        ];

    protected override NetworkAccount Build(World world, NewAccount wish)
    {
        var id = wish.Number is { } number ? $"{2_700_000_000_000 + number}" : world.Ids.From(2_800_000_000_000);
        return new PinterestAccount(id, wish.Username)
        {
            Name = wish.Name,
            Biography = wish.Biography,
            Website = wish.Website,
            Boards =
            [
                .. BoardNames.Select(
                    (name, i) =>
                        new PinterestBoard(
                            wish.Number is { } demo
                                ? $"{5_400_000_000_000 + (demo * 10) + i}"
                                : world.Ids.From(5_500_000_000_000),
                            name
                        )
                ),
            ],
        };
    }
}
