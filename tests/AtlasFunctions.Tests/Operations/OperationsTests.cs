using System.Net;
using System.Text.Json.Nodes;
using Atlas.Core;
using Atlas.Core.Channels;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Atlas.Functions.Tests.App;
using Atlas.Testing;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Functions.Tests.Operations;

public sealed class OperationsTests(OperatedAtlas atlas) : IClassFixture<OperatedAtlas>
{
    private const string Root = "/api/v1/operations";

    [Fact]
    public async Task Only_the_operators_key_opens_the_door()
    {
        var workspace = await atlas.App.NewWorkspaceAsync();
        string?[] others = [null, "wrong", workspace.Key, RunningAtlas.SetupKey];

        foreach (var other in others)
        {
            var client = atlas.ClientFor(other);
            (await client.GetAsync(Root)).Expect(HttpStatusCode.Unauthorized);
            (await client.PostAsync($"{Root}/pause", new { reason = "mine" })).Expect(HttpStatusCode.Unauthorized);
            (await client.PostAsync($"{Root}/keys/tokens/rotate")).Expect(HttpStatusCode.Unauthorized);
        }

        (await workspace.Client.GetAsync(Root)).Expect(HttpStatusCode.Unauthorized);
        (await atlas.App.ClientFor(RunningAtlas.SetupKey).GetAsync(Root)).Expect(HttpStatusCode.Unauthorized);
        (await atlas.Operator.GetAsync("/api/v1/posts")).Expect(HttpStatusCode.Unauthorized);
        Assert.Empty((await atlas.Operator.GetAsync(Root)).Expect(HttpStatusCode.OK)["pauses"]!.AsArray());
    }

    [Fact]
    public void The_operators_key_is_in_a_file_that_its_owner_alone_reads()
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(atlas.KeyFile));
        }

        Assert.DoesNotContain(
            atlas.App.Log.Lines,
            line => line.Contains(File.ReadAllText(atlas.KeyFile), StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task What_is_due_while_a_workspace_is_paused_waits_and_goes_out_when_it_is_resumed()
    {
        var (paused, free) = (await atlas.App.NewWorkspaceAsync(), await atlas.App.NewWorkspaceAsync());
        var (held, other) = ($"held {Guid.NewGuid()}", $"free {Guid.NewGuid()}");
        var pause = new { workspaceId = paused.Id, reason = "wrong prices" };
        var status = (await atlas.Operator.PostAsync($"{Root}/pause", pause)).Expect(HttpStatusCode.OK);
        Assert.Equal("workspace", (string?)Assert.Single(status["pauses"]!.AsArray())!["scope"]);

        var waits = await ScheduleNowAsync(paused, held);
        await ScheduleNowAsync(free, other);
        await Eventually.BeAsync(() => atlas.App.Network.Published.Contains(other));
        await Eventually.BeAsync(async () => (string?)(await paused.Client.GetAsync(waits))["waiting"]?["reason"] == "paused");
        Assert.EndsWith("wrong prices", (string?)(await paused.Client.GetAsync(waits))["waiting"]!["message"]);
        Assert.DoesNotContain(held, atlas.App.Network.Published);

        (await atlas.Operator.PostAsync($"{Root}/resume", new { workspaceId = paused.Id })).Expect(HttpStatusCode.OK);
        await Eventually.BeAsync(() => atlas.App.Network.Published.Contains(held));
        (await atlas.Operator.PostAsync($"{Root}/resume", new { workspaceId = paused.Id })).Expect(HttpStatusCode.Conflict);
        var log = await LogAsync();
        Assert.Contains(("publishing.paused", $"workspace:{paused.Id}"), log);
        Assert.Contains(("publishing.resumed", $"workspace:{paused.Id}"), log);
    }

    [Fact]
    public async Task What_cannot_be_held_is_said_field_by_field()
    {
        var both = await atlas.Operator.PostAsync(
            $"{Root}/pause",
            new { platform = "tiktok", workspaceId = Guid.NewGuid().ToString("N") }
        );
        var nobody = await atlas.Operator.PostAsync(
            $"{Root}/pause",
            new { workspaceId = Guid.NewGuid().ToString("N"), reason = "x" }
        );

        Assert.Equal(["reason", "workspaceId"], both.Expect(HttpStatusCode.UnprocessableEntity).Fields);
        Assert.Equal(["workspaceId"], nobody.Expect(HttpStatusCode.UnprocessableEntity).Fields);
        (await atlas.Operator.DeleteAsync($"{Root}/drain")).Expect(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_drained_deployment_begins_nothing_and_goes_on_afterwards()
    {
        var workspace = await atlas.App.NewWorkspaceAsync();
        var text = $"drained {Guid.NewGuid()}";
        (await atlas.Operator.PostAsync($"{Root}/drain", new { reason = "a new version" })).Expect(HttpStatusCode.OK);

        var publication = await ScheduleNowAsync(workspace, text);
        await Eventually.BeAsync(async () =>
            (string?)(await workspace.Client.GetAsync(publication))["waiting"]?["reason"] == "paused"
        );
        await SendAsync("""{"work":{"$type":"sweep"},"workspaceId":"00000000000000000000000000000000"}""");
        await Eventually.BeAsync(async () => (bool)(await atlas.Operator.GetAsync(Root))["drain"]!["drained"]!);
        Assert.DoesNotContain(text, atlas.App.Network.Published);

        var status = (await atlas.Operator.DeleteAsync($"{Root}/drain")).Expect(HttpStatusCode.OK);
        Assert.Null(status["drain"]);
        await Eventually.BeAsync(() => atlas.App.Network.Published.Contains(text));
    }

    [Fact]
    public async Task Work_that_was_given_up_is_listed_without_its_body_put_back_and_thrown_away()
    {
        var canary = $"canary{Guid.NewGuid():N}";
        await SendAsync($$"""{"work":{"$type":"ofNextRelease","text":"{{canary}}"},"workspaceId":"{{new string('7', 32)}}"}""");
        var letter = await FirstLetterAsync(afterNumber: -1);
        Assert.Equal(
            ("ofNextRelease", new string('7', 32), "work", "MaxDeliveryCountExceeded"),
            ((string?)letter["work"], (string?)letter["workspaceId"], (string?)letter["queue"], (string?)letter["reason"])
        );
        Assert.DoesNotContain(canary, (await atlas.Operator.GetAsync($"{Root}/dead-letters")).Text);

        var number = (long)letter["number"]!;
        var replayed = await atlas.Operator.PostAsync($"{Root}/dead-letters/replay", new { numbers = new[] { number } });
        Assert.Equal(1, (int)replayed.Expect(HttpStatusCode.OK)["settled"]!);
        await FirstLetterAsync(afterNumber: number); // nothing has been mended, so it is back

        (await atlas.Operator.PostAsync($"{Root}/dead-letters/discard", new { })).Expect(HttpStatusCode.UnprocessableEntity);
        foreach (var numbers in new[] { [], [number], Enumerable.Range(1, 101).Select(one => (long)one).ToArray() })
        {
            var both = await atlas.Operator.PostAsync($"{Root}/dead-letters/discard", new { numbers, all = true });
            Assert.Equal(["numbers"], both.Expect(HttpStatusCode.UnprocessableEntity).Fields);
        }

        var gone = await atlas.Operator.PostAsync($"{Root}/dead-letters/discard", new { all = true });
        Assert.Equal(1, (int)gone.Expect(HttpStatusCode.OK)["settled"]!);
        Assert.Empty((await atlas.Operator.GetAsync($"{Root}/dead-letters"))["items"]!.AsArray());
        Assert.Equal(2, (await LogAsync()).Count(entry => entry == ("deadLetters.discarded", "queue:work"))); // asked, and done
    }

    [Fact]
    public async Task A_check_of_all_workspaces_finds_and_mends_what_was_lost()
    {
        var workspace = await atlas.App.NewWorkspaceAsync();
        var publication = await ScheduleNowAsync(workspace, "Listed", minutes: 600);
        var rows = atlas.App.Services.GetRequiredService<IRowStore>();
        var page = await rows.ReadRangeAsync(workspace.Id, RowRange.StartingWith("ix:"), 10, default);
        await rows.WriteAsync(workspace.Id, [RowWrite.Delete(Assert.Single(page.Rows).Key)], default);
        Assert.Empty((await workspace.Client.GetAsync("/api/v1/publications"))["items"]!.AsArray());

        var begun = (await atlas.Operator.PostAsync($"{Root}/index-checks", new { repair = true })).Expect(
            HttpStatusCode.Accepted
        );
        var check = await Eventually.GetAsync(async () =>
            await atlas.Operator.GetAsync(begun.Location!) is { } answer && (string?)answer["state"] == "done" ? answer : null
        );

        var finding = Assert.Single(check["findings"]!.AsArray(), found => (string?)found!["workspaceId"] == workspace.Id)!;
        Assert.Equal(("index.missing", true), ((string?)finding["kind"], (bool?)finding["repaired"]));
        var listed = Assert.Single((await workspace.Client.GetAsync("/api/v1/publications"))["items"]!.AsArray())!;
        Assert.EndsWith((string)listed["id"]!, publication, StringComparison.Ordinal);
        (await atlas.Operator.GetAsync($"{Root}/index-checks/{Guid.NewGuid():N}")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_apps_new_secret_is_taken_up_and_is_nowhere_in_the_clear()
    {
        var (shared, own) = ($"shared-canary-{Guid.NewGuid():N}", $"own-canary-{Guid.NewGuid():N}");
        var apps = atlas.App.Services.GetRequiredService<PlatformApps>();
        var workspace = await atlas.App.NewWorkspaceAsync();
        var ownApp = new { clientId = "own", clientSecret = "first" };
        await workspace.Client.SendAsync(HttpMethod.Put, "/api/v1/apps/meta", System.Net.Http.Json.JsonContent.Create(ownApp));

        (await RotateAsync(new { clientSecret = shared })).Expect(HttpStatusCode.OK);
        (await RotateAsync(new { clientSecret = own, workspaceId = workspace.Id })).Expect(HttpStatusCode.OK);
        (await RotateAsync(new { clientSecret = "" })).Expect(HttpStatusCode.UnprocessableEntity);
        (await RotateAsync(new { clientSecret = own, workspaceId = (await atlas.App.NewWorkspaceAsync()).Id })).Expect(
            HttpStatusCode.NotFound
        );

        Assert.Equal(shared, await SecretAsync(default));
        Assert.Equal(own, await SecretAsync(Id<Core.Workspaces.Workspace>.Parse(workspace.Id)));
        Assert.Empty(LeakSearch.InFiles(atlas.App.DataDirectory, [shared, own]));
        Assert.Empty(LeakSearch.InLines(atlas.App.Log.Lines, [shared, own]));
        Assert.Contains(("app.rotated", "app:meta"), await LogAsync());

        Task<ApiAnswer> RotateAsync(object body) => atlas.Operator.PostAsync($"{Root}/apps/meta/rotate", body);
        async Task<string?> SecretAsync(Id<Core.Workspaces.Workspace> of) =>
            (await apps.FindAsync(of, "meta", default))?.ClientSecret.Reveal();
    }

    [Fact]
    public async Task The_data_key_is_rotated_by_name()
    {
        var before = (int)(await RotateAsync("tokens"))["versions"]!;

        Assert.Equal(before + 1, (int)(await RotateAsync("tokens"))["versions"]!);
        var key = ApiKeySecret.HashOf(new Secret(await File.ReadAllTextAsync(atlas.KeyFile)));
        var logged = (await atlas.Operator.GetAsync($"{Root}/log"))["items"]![0]!;
        Assert.Equal(
            ("key.rotated", $"operator:{key[..8]}", $"{before + 1}"),
            ((string?)logged["action"], (string?)logged["actor"], (string?)logged["details"]!["versions"])
        );
        (await RotateAsync("media")).Expect(HttpStatusCode.NotFound);

        Task<ApiAnswer> RotateAsync(string name) => atlas.Operator.PostAsync($"{Root}/keys/{name}/rotate");
    }

    private async Task<List<(string?, string?)>> LogAsync() =>
        [
            .. (await atlas.Operator.GetAsync($"{Root}/log"))["items"]!
                .AsArray()
                .Select(entry => ((string?)entry!["action"], (string?)entry["target"])),
        ];

    private Task<JsonNode> FirstLetterAsync(long afterNumber) =>
        Eventually.GetAsync(async () =>
            (await atlas.Operator.GetAsync($"{Root}/dead-letters"))["items"]!
                .AsArray()
                .FirstOrDefault(letter => (long)letter!["number"]! > afterNumber)
        );

    private async Task SendAsync(string body)
    {
        await using var sender = atlas.App.Services.GetRequiredService<ServiceBusClient>().CreateSender("work");
        await sender.SendMessageAsync(new ServiceBusMessage(body));
    }

    /// <returns>The publication's path.</returns>
    private static async Task<string> ScheduleNowAsync(TestWorkspace workspace, string text, double minutes = 0)
    {
        var post = await workspace.ScheduleAsync(await workspace.ConnectAsync(), text, minutes);
        return $"/api/v1/publications/{(string)post["publications"]![0]!["id"]!}";
    }
}
