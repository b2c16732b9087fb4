using System.Net;
using System.Text;
using Atlas.Core;
using Atlas.Core.Channels;
using Atlas.Core.Connections;
using Atlas.Core.Workspaces;
using Atlas.Functions.Tests.App;
using Atlas.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Functions.Tests.Connections;

/// <summary>An account is connected, its tokens are renewed, a post goes out, it is disconnected: no token is anywhere in the clear.</summary>
public sealed class CanaryTests
{
    [Fact]
    public async Task No_file_and_no_line_of_the_log_holds_a_token_or_secret()
    {
        var app = new RunningAtlas();
        await app.InitializeAsync();
        List<string> secrets = [RunningAtlas.MetaSecret];
        try
        {
            var workspace = await app.NewWorkspaceAsync();
            secrets.Add(workspace.Key);
            secrets.Add("own-secret-canary");
            (
                await workspace.Client.SendAsync(
                    HttpMethod.Put,
                    "/api/v1/apps/meta",
                    System.Net.Http.Json.JsonContent.Create(new { clientId = "own", clientSecret = "own-secret-canary" })
                )
            ).Expect(HttpStatusCode.OK);
            var account = TestWorkspace.NewAccount();
            var started = await workspace.Client.PostAsync(
                "/api/v1/channels/connect",
                new { login = "pretended", returnUrl = "/x" },
                key: "once"
            );
            var state = ((string)started["url"]!).Split("state=")[1];
            secrets.Add(state);
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = app.Address };
            var back = await http.GetAsync($"/api/oauth/pretended/callback?state={state}&code=ana:{account}");
            var id = back.Headers.Location!.Query.Split("connection=")[1];
            var chosen = await workspace.Client.PostAsync(
                $"/api/v1/connections/{id}/channels",
                new { accountIds = new[] { account } },
                key: "twice"
            );
            var channelId = (string)chosen.Expect(HttpStatusCode.OK)["items"]![0]!["id"]!;
            var channel = await app
                .Services.GetRequiredService<ChannelStore>()
                .ReadAsync(Id<Workspace>.Parse(workspace.Id), Id<Channel>.Parse(channelId), default);
            await workspace.ScheduleAsync(channelId, minutes: 0);
            await Eventually.BeAsync(() => Task.FromResult(!app.Network.Published.IsEmpty));
            await app
                .Services.GetRequiredService<KeepChannels>()
                .VisitAsync(channel!.Value.WorkspaceId, channel.Value.Id, default);
            await Eventually.BeAsync(() => Task.FromResult(app.Redirect.Refreshed.Contains(account)));
            await workspace.Client.GetAsync($"/api/v1/channels/{channelId}/health");
            (await workspace.Client.DeleteAsync($"/api/v1/channels/{channelId}")).Expect(HttpStatusCode.NoContent);
            await Eventually.BeAsync(() => Task.FromResult(app.Redirect.Revoked.Contains(account)));

            secrets.AddRange(app.Redirect.Tokens);
            secrets.AddRange(app.Redirect.Started.Select(request => request.CodeVerifier));
            Assert.True(secrets.Count > 8, "There were no secrets to look for.");
            Assert.Empty(LeakSearch.InFiles(app.DataDirectory, secrets));
            Assert.Empty(LeakSearch.InLines(app.Log.Lines, secrets));
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("abc")]
    public void What_is_looked_for_is_found_however_it_is_written(string before)
    {
        const string Secret = "token|0123456789/äöü";
        using var folder = new TempDirectory();
        byte[][] written =
        [
            Encoding.UTF8.GetBytes($"{before}{Secret}{before}"),
            Encoding.Unicode.GetBytes(Secret),
            Encoding.UTF8.GetBytes($"https://x/?t={Uri.EscapeDataString(Secret)}"),
            Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{before}{Secret}{before}"))),
        ];
        for (var i = 0; i < written.Length; i++)
        {
            File.WriteAllBytes(folder[$"{i}"], written[i]);
        }

        var found = LeakSearch.InFiles(folder.Path, [Secret]).Select(find => find.Split(':')[0]).Distinct().Order();

        Assert.Equal(["0", "1", "2", "3"], found);
        Assert.Empty(LeakSearch.InFiles(folder.Path, ["another token"]));
    }
}
