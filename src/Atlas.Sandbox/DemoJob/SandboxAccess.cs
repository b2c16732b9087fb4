using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Atlas.Sandbox.DemoJob;

/// <summary>Gets tokens from the sandbox, as a person would from the network's developer pages.</summary>
internal sealed class SandboxAccess(Uri sandbox) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = sandbox };

    public async Task<(string AccountId, string Token)> LogInAsync(DemoAccount account)
    {
        var body = new JsonObject { ["account"] = account.Username, ["login"] = account.Login };
        using var answer = await _http.PostAsync("control/tokens", JsonContent.Create(body));
        answer.EnsureSuccessStatusCode();
        var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        var token = json["pageAccessToken"] ?? json["accessToken"]!;
        return (json["accountId"]!.GetValue<string>(), token.GetValue<string>());
    }

    /// <summary>When a follower could see it, to the millisecond: the network's own timestamps have whole seconds.</summary>
    public async Task<DateTimeOffset?> LiveAtAsync(string account, string mediaId)
    {
        var json = JsonNode.Parse(await _http.GetStringAsync($"control/effects?account={account}"))!;
        var effect = json["effects"]!.AsArray().FirstOrDefault(effect => effect!["mediaId"]!.GetValue<string>() == mediaId);
        return effect is null ? null : DateTimeOffset.Parse(effect["at"]!.GetValue<string>(), CultureInfo.InvariantCulture);
    }

    public void Dispose() => _http.Dispose();
}
