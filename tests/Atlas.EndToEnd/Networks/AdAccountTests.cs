using System.Net;
using System.Text.RegularExpressions;
using Atlas.EndToEnd.Systems;
using Atlas.Testing.Clients;

namespace Atlas.EndToEnd.Networks;

/// <summary>A person who wants to see their ad accounts too: from the consent to the page on which one is chosen.</summary>
public sealed partial class AdAccountTests(AtlasSystem system) : IClassFixture<AtlasSystem>
{
    private const string Scope = "ads_read";

    [Fact]
    public async Task An_ad_account_is_asked_for_on_request_chosen_on_the_page_and_stands_beside_the_Page()
    {
        var account = await system.Sandbox.Client.CreateAccountAsync("facebook", new { adAccounts = "1,101" });
        var person = account.Extra!["userId"];
        Assert.DoesNotContain(Scope, await StartAsync(extras: null), StringComparison.Ordinal);
        var consent = await StartAsync(["adAccounts"]);
        Assert.Contains(Scope, consent, StringComparison.Ordinal);

        using var browser = new HttpClient { BaseAddress = system.App.Url };
        var html = await browser.GetStringAsync(await SandboxClient.ConsentAsync(new Uri(consent), person));
        var ad = Option().Match(html).Groups["id"].Value;
        Assert.Contains("This ad account is closed.", html, StringComparison.Ordinal);
        Assert.Single(Option().Matches(html));
        using var form = new FormUrlEncodedContent([
            new("choice", Choice().Match(html).Groups["choice"].Value),
            new("account", $"facebook:{account.AccountId}"),
            new("adAccount", ad),
        ]);
        using var chosen = await browser.PostAsync("/api/oauth/facebook/choose", form);

        Assert.Equal(HttpStatusCode.OK, chosen.StatusCode);
        var channel = (await system.Client.GetAsync("api/v1/channels?platform=facebook"))["items"]
            .EnumerateArray()
            .Single(found => found.GetProperty("accountId").GetString() == account.AccountId);
        Assert.Equal(
            (ad, "EUR", "active"),
            (
                channel.GetProperty("adAccount").GetProperty("id").GetString(),
                channel.GetProperty("adAccount").GetProperty("currency").GetString(),
                channel.GetProperty("adAccount").GetProperty("status").GetString()
            )
        );
        var health = await system.Client.GetAsync($"api/v1/channels/{channel.GetProperty("id").GetString()}/health");
        Assert.Equal(
            ["0 of 30 Reels in 24 hours.", "0 of 10 invitations to collaborate in 24 hours."],
            health["quotas"].EnumerateArray().Select(quota => quota.GetProperty("message").GetString())
        );
    }

    [Fact]
    public async Task Who_declines_it_connects_the_Page_without_one_and_is_told_so()
    {
        var account = await system.Sandbox.Client.CreateAccountAsync("facebook", new { adAccounts = "1" });
        var consent = await StartAsync(["adAccounts"]);

        using var browser = new HttpClient { BaseAddress = system.App.Url };
        var html = await browser.GetStringAsync(
            await SandboxClient.ConsentAsync(new Uri(consent), account.Extra!["userId"], declined: Scope)
        );

        Assert.Contains("<strong>Ad accounts</strong> will not work", html, StringComparison.Ordinal);
        Assert.Contains($"facebook:{account.AccountId}", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Option(), html);
    }

    private async Task<string> StartAsync(string[]? extras) =>
        (await system.Client.PostAsync("api/v1/channels/connect", new { login = "facebook", extras }))
            .Expect(HttpStatusCode.OK)["url"]
            .GetString()!;

    [GeneratedRegex("<option value=\"(?<id>act_[0-9]+)\">", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Option();

    [GeneratedRegex("name=\"choice\" value=\"(?<choice>[^\"]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Choice();
}
