using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Atlas.Sandbox.DemoJob;

/// <summary>Does at the simulated networks what a person would do in a browser.</summary>
internal sealed class SandboxAccess(Uri sandbox) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = sandbox };

    /// <summary>An account that every sandbox has, as the control API tells of it; with a token where <paramref name="withToken"/> asks for one.</summary>
    public async Task<JsonNode> AccountAsync(DemoChannel channel, bool withToken = false)
    {
        var list = JsonNode.Parse(await _http.GetStringAsync($"control/accounts?platform={channel.Platform}"))!["accounts"]!;
        var account = list.AsArray().FirstOrDefault(account => IsOf(account!, channel)) ?? list[0]!;
        if (!withToken)
        {
            return account;
        }

        var body = new JsonObject { ["platform"] = channel.Platform, ["account"] = account["accountId"]!.GetValue<string>() };
        using var answer = await _http.PostAsync("control/tokens", JsonContent.Create(body));
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    /// <summary>Allows everything that the consent page asks for.</summary>
    /// <returns>Where the network sends the person.</returns>
    public async Task<Uri> ConsentAsync(Uri page, string user)
    {
        var form = QueryHelpers
            .ParseQuery(page.Query)
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString()))
            .Append(new("sandbox_user", user))
            .Append(new("sandbox_decision", "allow"))
            .Append(new("sandbox_declined", ""));
        using var content = new FormUrlEncodedContent(form);
        using var answer = await _http.PostAsync(page.GetLeftPart(UriPartial.Path), content);
        return answer.Headers.Location
            ?? throw new DemoException(
                $"The consent page {page.AbsolutePath} answered {(int)answer.StatusCode}.",
                isUnknownKey: false
            );
    }

    /// <summary>When a follower could see it, to the millisecond: the networks' own timestamps have whole seconds.</summary>
    public async Task<DateTimeOffset?> LiveAtAsync(string platform, string postId)
    {
        var json = JsonNode.Parse(await _http.GetStringAsync("control/effects"))!;
        var effect = json["effects"]!
            .AsArray()
            .FirstOrDefault(effect =>
                effect!["mediaId"]!.GetValue<string>() == postId && effect["platform"]!.GetValue<string>() == platform
            );
        return effect is null ? null : DateTimeOffset.Parse(effect["at"]!.GetValue<string>(), CultureInfo.InvariantCulture);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Some networks take no dots in names.</summary>
    private static bool IsOf(JsonNode account, DemoChannel channel) =>
        account["username"]!
            .GetValue<string>()
            .Replace('_', '.')
            .StartsWith(channel.Username, StringComparison.OrdinalIgnoreCase);
}
