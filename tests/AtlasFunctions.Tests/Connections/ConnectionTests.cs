using System.Net;
using System.Text.Json.Nodes;
using Atlas.Core;
using Atlas.Core.Channels;
using Atlas.Core.Connections;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Functions.Tests.App;
using Atlas.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Functions.Tests.Connections;

[Collection(AtlasCollection.Name)]
public sealed class ConnectionTests(RunningAtlas app)
{
    [Fact]
    public async Task A_person_consents_chooses_two_accounts_and_both_are_channels()
    {
        var workspace = await app.NewWorkspaceAsync();
        var (one, two) = (TestWorkspace.NewAccount(), TestWorkspace.NewAccount());
        var started = await StartAsync(workspace, "https://app.example/done?tab=1");

        var back = await CallBackAsync(started, $"ana:{one},{two},{one}");

        Assert.Equal(HttpStatusCode.SeeOther, back.StatusCode);
        var location = back.Headers.Location!;
        Assert.StartsWith("https://app.example/done?tab=1&connection=", location.AbsoluteUri, StringComparison.Ordinal);
        var id = location.Query.Split("connection=")[1];
        var pending = await workspace.Client.GetAsync($"/api/v1/connections/{id}");
        Assert.Equal([one, two], pending["accounts"]!.AsArray().Select(account => (string)account!["accountId"]!));
        Assert.Equal("Private", (string?)pending["unusable"]![0]!["name"]);

        var chosen = await workspace.Client.PostAsync(
            $"/api/v1/connections/{id}/channels",
            new { accountIds = new[] { $"instagram:{one}", two } }
        );

        chosen.Expect(HttpStatusCode.OK);
        Assert.Equal(2, (await workspace.Client.GetAsync("/api/v1/channels"))["items"]!.AsArray().Count);
        (await workspace.Client.GetAsync($"/api/v1/connections/{id}")).Expect(HttpStatusCode.NotFound);
        var vault = app.Services.GetRequiredService<ITokenVault>();
        await Eventually.BeAsync(async () => await vault.GetAsync($"pending-{id}", default) is null);
        await Eventually.BeAsync(() => Task.FromResult(app.Redirect.Subscribed.Contains(one)));
        var health = await workspace.Client.GetAsync($"/api/v1/channels/{chosen["items"]![0]!["id"]}/health");
        await Eventually.BeAsync(async () =>
            (string?)
                (await workspace.Client.GetAsync($"/api/v1/channels/{chosen["items"]![0]!["id"]}/health"))["webhook"]!["state"]
            == "subscribed"
        );
        Assert.Equal(["publish", "comments"], health["scopes"]!.AsArray().Select(scope => (string)scope!));
        Assert.Equal(
            ["channel.connected", "channel.connected"],
            (await AuditAsync(workspace)).Where(action => action.StartsWith("channel", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task A_state_is_used_once_and_for_its_own_login()
    {
        var workspace = await app.NewWorkspaceAsync();
        var started = await StartAsync(workspace, returnUrl: null);
        var account = TestWorkspace.NewAccount();

        var other = await CallBackAsync(started, $"ana:{account}", login: "typed");
        var used = await CallBackAsync(started, $"ana:{account}");
        var unknown = await GetPageAsync("/api/oauth/pretended/callback?code=ana:x");

        Assert.All([other, used, unknown], answer => Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode));
        Assert.Contains("Start again", await used.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_that_come_with_one_state_one_gets_in()
    {
        var workspace = await app.NewWorkspaceAsync();
        var started = await StartAsync(workspace, returnUrl: null);
        var account = TestWorkspace.NewAccount();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CallBackAsync(started, $"ana:{account}")));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_page_says_what_was_declined_and_its_form_chooses_once()
    {
        var workspace = await app.NewWorkspaceAsync("A & B");
        var account = TestWorkspace.NewAccount();
        var started = await StartAsync(workspace, returnUrl: null);

        var page = await CallBackAsync(started, $"<b>ana</b>:{account}&declined=1");

        var html = await page.Content.ReadAsStringAsync();
        Assert.Contains("A &amp; B", html, StringComparison.Ordinal);
        Assert.Contains("<strong>Comments</strong> will not work", html, StringComparison.Ordinal);
        Assert.Contains("no-store", page.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal("no-referrer", page.Headers.GetValues("Referrer-Policy").Single());
        var choice = html.Split("name=\"choice\" value=\"")[1].Split('"')[0];
        var forged = choice[..^1] + (choice[^1] == 'A' ? 'B' : 'A');

        Assert.Equal(HttpStatusCode.BadRequest, (await ChooseAsync(forged, $"instagram:{account}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await ChooseAsync(choice)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ChooseAsync(choice, $"instagram:{account}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await ChooseAsync(choice, $"instagram:{account}")).StatusCode);

        var channel = (await workspace.Client.GetAsync("/api/v1/channels"))["items"]![0]!;
        Assert.Equal("page", (string?)channel["kind"]);
        Assert.Equal("comments", (string?)Assert.Single(channel["declined"]!.AsArray())!["scope"]);
        Assert.Equal(["Comments"], channel["featuresOff"]!.AsArray().Select(feature => (string)feature!));
        var health = await workspace.Client.GetAsync($"/api/v1/channels/{channel["id"]}/health");
        Assert.Equal("Comments", (string?)health["missing"]![0]!["feature"]);
        Assert.Contains("Comments", (string?)health["nextStep"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_who_declines_all_is_told_so_and_goes_back()
    {
        var workspace = await app.NewWorkspaceAsync();
        var started = await StartAsync(workspace, "/channels");

        var back = await CallBackAsync(started, "no");

        Assert.Equal(HttpStatusCode.SeeOther, back.StatusCode);
        Assert.StartsWith(
            "https://atlas.example/channels?connectionError=denied&connectionMessage=",
            back.Headers.Location!.AbsoluteUri,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Only_who_began_sees_and_chooses()
    {
        var workspace = await app.NewWorkspaceAsync();
        var other = await app.NewWorkspaceAsync();
        var key = await workspace.Client.PostAsync("/api/v1/api-keys", new { name = "Second", scopes = new[] { "admin" } });
        var second = app.ClientFor((string)key["secret"]!);
        var back = await CallBackAsync(await StartAsync(workspace, "/x"), $"ana:{TestWorkspace.NewAccount()}");
        var path = $"/api/v1/connections/{back.Headers.Location!.Query.Split("connection=")[1]}";

        (await other.Client.GetAsync(path)).Expect(HttpStatusCode.NotFound);
        (await second.GetAsync(path)).Expect(HttpStatusCode.NotFound);
        (await second.PostAsync($"{path}/channels", new { accountIds = new[] { "x" } })).Expect(HttpStatusCode.NotFound);
        (await workspace.Client.GetAsync(path)).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("nowhere", null, "login")]
    [InlineData("pretended", "https://evil.example/", "returnUrl")]
    [InlineData("pretended", "//evil.example/x", "returnUrl")]
    [InlineData("pretended", "https://atlas.example@evil.example/", "returnUrl")]
    [InlineData("pretended", "javascript:alert(1)", "returnUrl")]
    [InlineData("pretended", "/\\evil.example", "returnUrl")]
    [InlineData("typed", null, "fields.password")]
    public async Task What_can_not_begin_names_the_field(string login, string? returnUrl, string field)
    {
        var workspace = await app.NewWorkspaceAsync();

        var refused = await workspace.Client.PostAsync("/api/v1/channels/connect", new { login, returnUrl });

        Assert.Equal([field], refused.Expect(HttpStatusCode.UnprocessableEntity).Fields);
    }

    [Fact]
    public async Task A_form_login_lists_the_accounts_at_once_and_is_answered_once_per_key()
    {
        var workspace = await app.NewWorkspaceAsync();
        var account = TestWorkspace.NewAccount();
        object body = new { login = "typed", fields = new { password = $"bob:{account}" } };

        var first = (await workspace.Client.PostAsync("/api/v1/channels/connect", body, key: "k1")).Expect(HttpStatusCode.OK);
        var again = await workspace.Client.PostAsync("/api/v1/channels/connect", body, key: "k1");
        var wrong = await workspace.Client.PostAsync(
            "/api/v1/channels/connect",
            new { login = "typed", fields = new { password = "wrong-canary" } }
        );

        Assert.Equal(first.Text, again.Text);
        Assert.Equal(account, (string?)first["connection"]!["accounts"]![0]!["accountId"]);
        Assert.Equal(["fields"], wrong.Expect(HttpStatusCode.UnprocessableEntity).Fields);
        Assert.DoesNotContain("wrong-canary", wrong.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disconnecting_one_of_two_keeps_the_grant_and_disconnecting_both_ends_it()
    {
        var workspace = await app.NewWorkspaceAsync();
        var (one, two) = (TestWorkspace.NewAccount(), TestWorkspace.NewAccount());
        var person = $"person-{one}";
        var channels = await ConnectAsync(workspace, $"{person}:{one},{two}");
        var tokenName = (await StoredAsync(workspace, channels[0])).TokenName;
        await workspace.ScheduleAsync(channels[0]);
        var first = await PreviewAsync(workspace, channels[0]);
        Assert.Equal(("kept", 1), ((string?)first["grant"], (int)first["openPublications"]!));
        Assert.Equal(channels[1], (string?)Assert.Single(first["sharedWith"]!.AsArray())!["id"]);
        Assert.Contains($"Page {two}", (string?)first["message"], StringComparison.Ordinal);

        (await workspace.Client.DeleteAsync($"/api/v1/channels/{channels[0]}")).Expect(HttpStatusCode.NoContent);
        var kept = await ReceiptAsync(workspace, channels[0]);
        Assert.Equal("over", (string?)(await PreviewAsync(workspace, channels[0]))["grant"]);
        Assert.Equal("revoked", (string?)(await PreviewAsync(workspace, channels[1]))["grant"]);
        app.Redirect.RevokeAnswers.Enqueue(new RevokeAnswer.NotOffered("Remove the app in the settings."));
        (await workspace.Client.DeleteAsync($"/api/v1/channels/{channels[1]}")).Expect(HttpStatusCode.NoContent);
        var ended = await ReceiptAsync(workspace, channels[1]);

        Assert.StartsWith("kept", (string?)kept["details"]!["grant"], StringComparison.Ordinal);
        Assert.Contains("Remove the app", (string?)ended["details"]!["grant"], StringComparison.Ordinal);
        Assert.Equal("purged", (string?)ended["details"]!["secret"]);
        Assert.Null(await app.Services.GetRequiredService<ITokenVault>().GetAsync(tokenName, default));
        var row = await StoredAsync(workspace, channels[0]);
        Assert.Equal((null, null, 0), (row.PersonId, row.TokenExpiresAt, row.Scopes.Count));
        Assert.Equal($"Page {one}", row.Name);
    }

    [Fact]
    public async Task A_grant_that_another_workspace_stands_on_is_said_without_naming_it()
    {
        var (workspace, other) = (await app.NewWorkspaceAsync(), await app.NewWorkspaceAsync());
        var (one, two) = (TestWorkspace.NewAccount(), TestWorkspace.NewAccount());
        var channel = (await ConnectAsync(workspace, $"shared-{one}:{one}"))[0];
        Assert.Equal("revoked", (string?)(await PreviewAsync(workspace, channel))["grant"]);

        await ConnectAsync(other, $"shared-{one}:{two}");

        var preview = await PreviewAsync(workspace, channel);
        Assert.Equal(("kept", true), ((string?)preview["grant"], (bool)preview["otherWorkspaces"]!));
        Assert.Empty(preview["sharedWith"]!.AsArray());
        Assert.DoesNotContain(two, preview.Text, StringComparison.Ordinal);
        (await other.Client.GetAsync($"/api/v1/channels/{channel}/disconnect")).Expect(HttpStatusCode.NotFound);
    }

    private static async Task<ApiAnswer> PreviewAsync(TestWorkspace workspace, string channel) =>
        (await workspace.Client.GetAsync($"/api/v1/channels/{channel}/disconnect")).Expect(HttpStatusCode.OK);

    [Fact]
    public async Task An_own_app_is_used_stays_with_its_channels_and_never_shows_its_secret()
    {
        var workspace = await app.NewWorkspaceAsync();
        object Body(string id) =>
            new
            {
                clientId = id,
                clientSecret = $"secret-canary-{id}",
                audited = true,
            };
        var set = await SetAppAsync(workspace, Body("own-1"));
        set.Expect(HttpStatusCode.OK);
        Assert.DoesNotContain("canary", set.Text, StringComparison.Ordinal);

        var account = TestWorkspace.NewAccount();
        var channel = (await ConnectAsync(workspace, $"p{account}:{account}"))[0];
        (await SetAppAsync(workspace, Body("own-2"))).Expect(HttpStatusCode.OK);

        var stored = await StoredAsync(workspace, channel);
        var used = await app.Services.GetRequiredService<PlatformApps>().FindAsync(stored, default);
        Assert.Equal(("own-1", "secret-canary-own-1"), (used!.ClientId, used.ClientSecret.Reveal()));
        Assert.Equal("own-2", (string?)(await workspace.Client.GetAsync("/api/v1/apps/meta"))["clientId"]);
        Assert.Contains("app.changed", await AuditAsync(workspace));

        (await workspace.Client.DeleteAsync("/api/v1/apps/meta")).Expect(HttpStatusCode.NoContent);
        Assert.Equal("client-1", (string?)(await workspace.Client.GetAsync("/api/v1/apps/meta"))["clientId"]);
        (await workspace.Client.DeleteAsync($"/api/v1/channels/{channel}")).Expect(HttpStatusCode.NoContent);
        await Eventually.BeAsync(async () =>
            await app.Services.GetRequiredService<PlatformApps>().FindAsync(stored, default) is null
        );
        (await workspace.Client.GetAsync("/api/v1/apps/nothing")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Ad_accounts_are_listed_for_who_asks_and_the_chosen_one_stays_beside_the_channel()
    {
        var workspace = await app.NewWorkspaceAsync();
        var account = TestWorkspace.NewAccount();

        var plain = await StartAsync(workspace, "/x");
        Assert.Equal(["publish", "comments"], app.Redirect.Started.Last().Scopes);
        Assert.Empty((await PendingAsync(workspace, plain, account))["adAccounts"]!.AsArray());

        var asked = await StartAsync(workspace, "/x", "adAccounts");
        Assert.Equal(["publish", "comments", "ads"], app.Redirect.Started.Last().Scopes);
        var pending = await PendingAsync(workspace, asked, account);
        Assert.Equal(["act_1", "act_2"], pending["adAccounts"]!.AsArray().Select(found => (string)found!["id"]!));
        var path = $"/api/v1/connections/{pending["id"]}/channels";
        var unknown = await workspace.Client.PostAsync(path, new { accountIds = new[] { account }, adAccountId = "act_9" });
        Assert.Equal(["adAccountId"], unknown.Expect(HttpStatusCode.UnprocessableEntity).Fields);

        var chosen = await workspace.Client.PostAsync(path, new { accountIds = new[] { account }, adAccountId = "act_1" });
        var channel = $"/api/v1/channels/{chosen.Expect(HttpStatusCode.OK)["items"]![0]!["id"]}";
        Assert.Equal(("act_1", "EUR"), await AdAccountAsync(workspace, channel));

        var again = await PendingAsync(workspace, await StartAsync(workspace, "/x", "adAccounts"), account);
        await ChooseAsync(workspace, again, account);
        Assert.Equal(("act_1", "EUR"), await AdAccountAsync(workspace, channel));

        await ChooseAsync(workspace, await PendingAsync(workspace, await StartAsync(workspace, "/x"), account), account);
        Assert.Equal((null, null), await AdAccountAsync(workspace, channel)); // it may not be read any more
    }

    [Fact]
    public async Task The_page_lets_the_person_choose_an_ad_account_and_disconnecting_forgets_it()
    {
        var workspace = await app.NewWorkspaceAsync();
        var account = TestWorkspace.NewAccount();
        var started = await StartAsync(workspace, returnUrl: null, "adAccounts");

        var html = await (await CallBackAsync(started, $"ana:{account}")).Content.ReadAsStringAsync();

        Assert.Contains("<option value=\"act_1\">Bread &amp; Co", html, StringComparison.Ordinal);
        var choice = html.Split("name=\"choice\" value=\"")[1].Split('"')[0];
        using var http = new HttpClient { BaseAddress = app.Address };
        using var form = new FormUrlEncodedContent([new("choice", choice), new("account", account), new("adAccount", "act_2")]);
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsync("/api/oauth/pretended/choose", form)).StatusCode);
        var channel = (await workspace.Client.GetAsync("/api/v1/channels"))["items"]![0]!;
        Assert.Equal("act_2", (string?)channel["adAccount"]!["id"]);

        var path = $"/api/v1/channels/{channel["id"]}";
        (await workspace.Client.DeleteAsync(path)).Expect(HttpStatusCode.NoContent);
        Assert.Equal((null, null), await AdAccountAsync(workspace, path));
    }

    [Fact]
    public async Task An_extra_that_the_login_has_not_is_refused_and_the_logins_show_those_they_have()
    {
        var workspace = await app.NewWorkspaceAsync();

        var refused = await workspace.Client.PostAsync(
            "/api/v1/channels/connect",
            new { login = "pretended", extras = new[] { "adAccounts", "messages" } }
        );
        var logins = (await workspace.Client.GetAsync("/api/v1/logins"))["items"]!.AsArray();

        Assert.Equal(["extras[1]"], refused.Expect(HttpStatusCode.UnprocessableEntity).Fields);
        var scopes = logins.Single(login => (string)login!["name"]! == "pretended")!["scopes"]!.AsArray();
        Assert.Equal([null, null, "adAccounts"], scopes.Select(scope => (string?)scope!["extra"]));
    }

    private async Task<ApiAnswer> PendingAsync(TestWorkspace workspace, ApiAnswer started, string account)
    {
        var back = await CallBackAsync(started, $"ana:{account}");
        return await workspace.Client.GetAsync($"/api/v1/connections/{back.Headers.Location!.Query.Split("connection=")[1]}");
    }

    private static async Task ChooseAsync(TestWorkspace workspace, ApiAnswer pending, string account) =>
        (
            await workspace.Client.PostAsync(
                $"/api/v1/connections/{pending["id"]}/channels",
                new { accountIds = new[] { account } }
            )
        ).Expect(HttpStatusCode.OK);

    private static async Task<(string? Id, string? Currency)> AdAccountAsync(TestWorkspace workspace, string path)
    {
        var found = (await workspace.Client.GetAsync(path)).Expect(HttpStatusCode.OK)["adAccount"];
        return ((string?)found?["id"], (string?)found?["currency"]);
    }

    [Fact]
    public async Task Logins_show_their_scopes_and_the_address_to_paste()
    {
        var workspace = await app.NewWorkspaceAsync();

        var logins = (await workspace.Client.GetAsync("/api/v1/logins"))["items"]!.AsArray();

        var redirect = logins.Single(login => (string)login!["name"]! == "pretended")!;
        Assert.Equal("https://atlas.example/api/oauth/pretended/callback", (string?)redirect["redirectUri"]);
        Assert.Equal("Comments", (string?)redirect["scopes"]![1]!["feature"]);
        Assert.True((bool)redirect["appConfigured"]!);
    }

    private async Task<string[]> ConnectAsync(TestWorkspace workspace, string code)
    {
        var back = await CallBackAsync(await StartAsync(workspace, "/x"), code);
        var id = back.Headers.Location!.Query.Split("connection=")[1];
        var accounts = code.Split(':')[1].Split(',');
        var chosen = await workspace.Client.PostAsync($"/api/v1/connections/{id}/channels", new { accountIds = accounts });
        return [.. chosen.Expect(HttpStatusCode.OK)["items"]!.AsArray().Select(channel => (string)channel!["id"]!)];
    }

    private static async Task<ApiAnswer> StartAsync(TestWorkspace workspace, string? returnUrl, params string[] extras) =>
        (
            await workspace.Client.PostAsync(
                "/api/v1/channels/connect",
                new
                {
                    login = "pretended",
                    returnUrl,
                    extras,
                }
            )
        ).Expect(HttpStatusCode.OK);

    private Task<HttpResponseMessage> CallBackAsync(ApiAnswer started, string code, string login = "pretended")
    {
        var state = ((string)started["url"]!).Split("state=")[1];
        return GetPageAsync($"/api/oauth/{login}/callback?state={state}&code={code}");
    }

    private async Task<HttpResponseMessage> GetPageAsync(string path)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = app.Address };
        return await http.GetAsync(path);
    }

    private async Task<HttpResponseMessage> ChooseAsync(string choice, params string[] accounts)
    {
        using var http = new HttpClient { BaseAddress = app.Address };
        using var form = new FormUrlEncodedContent([
            new("choice", choice),
            .. accounts.Select(account => new KeyValuePair<string, string>("account", account)),
        ]);
        return await http.PostAsync("/api/oauth/pretended/choose", form);
    }

    private static Task<ApiAnswer> SetAppAsync(TestWorkspace workspace, object body) =>
        workspace.Client.SendAsync(HttpMethod.Put, "/api/v1/apps/meta", System.Net.Http.Json.JsonContent.Create(body));

    private static async Task<List<string>> AuditAsync(TestWorkspace workspace) =>
        [.. (await EntriesAsync(workspace)).Select(entry => (string)entry!["action"]!)];

    private static async Task<JsonArray> EntriesAsync(TestWorkspace workspace) =>
        (await workspace.Client.GetAsync("/api/v1/audit?limit=100"))["items"]!.AsArray();

    private static async Task<JsonNode> ReceiptAsync(TestWorkspace workspace, string channel) =>
        await Eventually.GetAsync(
            async () =>
                (await EntriesAsync(workspace)).FirstOrDefault(entry =>
                    (string)entry!["action"]! == "grant.ended" && (string)entry["target"]! == $"channel:{channel}"
                ),
            TimeSpan.FromSeconds(20),
            "the receipt is written"
        );

    private async Task<Channel> StoredAsync(TestWorkspace workspace, string channel) =>
        (
            await app
                .Services.GetRequiredService<ChannelStore>()
                .ReadAsync(Id<Core.Workspaces.Workspace>.Parse(workspace.Id), Id<Channel>.Parse(channel), default)
        )!.Value;
}
