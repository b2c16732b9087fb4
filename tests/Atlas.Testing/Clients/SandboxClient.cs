using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atlas.Testing.Clients;

/// <summary>The sandbox's control API, as the wire has it: this shares no code with what it judges.</summary>
public sealed class SandboxClient(Uri url) : IDisposable
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter<FaultKind>(), new JsonStringEnumConverter<FaultPhase>() },
    };

    private readonly HttpClient _http = new() { BaseAddress = new Uri(url, "/control/"), Timeout = TimeSpan.FromMinutes(1) };

    public async Task<IReadOnlyList<SandboxAccount>> CreateAccountsAsync(int count, string login = "facebook", int perUser = 1)
    {
        var answer = await SendAsync<AccountList>(
            HttpMethod.Post,
            "accounts",
            new
            {
                count,
                login,
                perUser,
            }
        );
        return answer.Accounts;
    }

    public async Task<SandboxAccount> CreateAccountAsync(string platform, object? extra = null, string? login = null) =>
        (
            await SendAsync<AccountList>(
                HttpMethod.Post,
                "accounts",
                new
                {
                    platform,
                    extra,
                    login,
                }
            )
        ).Accounts.Single();

    /// <summary>Decides as a person on a network's consent page would.</summary>
    /// <param name="user">Handle or id of who logs in.</param>
    /// <param name="declined">Scopes whose boxes the person clears, joined by commas; null refuses none.</param>
    /// <returns>Where the network sends the person.</returns>
    public static async Task<Uri> ConsentAsync(Uri page, string user, string? declined = null, bool allow = true)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var form = QueryOf(page)
            .Append(new("sandbox_user", user))
            .Append(new("sandbox_decision", allow ? "allow" : "deny"))
            .Append(new("sandbox_declined", declined ?? ""));
        using var content = new FormUrlEncodedContent(form);
        using var answer = await http.PostAsync(page.GetLeftPart(UriPartial.Path), content);
        return answer.Headers.Location
            ?? throw new InvalidOperationException(
                $"The consent page answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}"
            );
    }

    private static IEnumerable<KeyValuePair<string, string>> QueryOf(Uri page) =>
        from pair in page.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        let parts = pair.Split('=', 2)
        select KeyValuePair.Create(Decode(parts[0]), parts.Length > 1 ? Decode(parts[1]) : "");

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    /// <summary>
    /// One of the accounts that every sandbox has, with its token for Instagram Login: both are the same after a restart, which
    /// forgets every other account.
    /// </summary>
    public static SandboxAccount DemoAccount { get; } =
        new(
            "17841400000000001",
            "harbour.bakery",
            "Harbour Bakery",
            "instagram",
            "IGAA" + Convert.ToHexString(SHA512.HashData("demo token of 17841400000000001"u8))[..100]
        );

    /// <summary>A way into an existing account.</summary>
    public Task<SandboxAccount> MintTokenAsync(string account, string login = "facebook", bool longLived = true) =>
        SendAsync<SandboxAccount>(
            HttpMethod.Post,
            "tokens",
            new
            {
                account,
                login,
                longLived,
            }
        );

    /// <summary>A new token of an account of any network, as @BotFather gives one for a bot.</summary>
    public Task<SandboxAccount> NewTokenAsync(string platform, string account) =>
        SendAsync<SandboxAccount>(HttpMethod.Post, "tokens", new { platform, account });

    /// <summary>Every token of the account is refused from now on.</summary>
    public Task EndTokensAsync(string account, int subcode = 460) =>
        SendAsync<JsonElement>(HttpMethod.Post, "tokens/end", new { account, subcode });

    public Task<EffectsPage> EffectsAsync(long since = 0, string? account = null) =>
        SendAsync<EffectsPage>(
            HttpMethod.Get,
            $"effects?since={since}&limit=1000000{(account is null ? "" : $"&account={account}")}"
        );

    public Task<JsonElement> CallsAsync(long since = 0, int limit = 4096) =>
        SendAsync<JsonElement>(HttpMethod.Get, $"calls?since={since}&limit={limit}");

    public Task AddFaultsAsync(params IReadOnlyList<Fault> rules) =>
        SendAsync<JsonElement>(HttpMethod.Post, "faults", new { rules, seed = 1 });

    /// <summary>How many calls the rules in force, or the one with that id, have changed.</summary>
    public async Task<int> FaultHitsAsync(string? id = null)
    {
        var answer = await SendAsync<JsonElement>(HttpMethod.Get, "faults");
        return answer
            .GetProperty("faults")
            .EnumerateArray()
            .Where(fault => id is null || fault.GetProperty("rule").GetProperty("id").GetString() == id)
            .Sum(fault => fault.GetProperty("hits").GetInt32());
    }

    public Task ClearFaultsAsync() => SendAsync<JsonElement>(HttpMethod.Delete, "faults");

    public Task ChangeOptionsAsync(object options) => SendAsync<JsonElement>(HttpMethod.Post, "options", options);

    public Task ResetAsync() => SendAsync<JsonElement>(HttpMethod.Post, "reset");

    public void Dispose() => _http.Dispose();

    private async Task<T> SendAsync<T>(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : JsonContent.Create(body, options: s_json);
        using var answer = await _http.SendAsync(request);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(
                $"{method} {path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}"
            );
        }

        return (await answer.Content.ReadFromJsonAsync<T>(s_json))!;
    }

    private sealed record AccountList(IReadOnlyList<SandboxAccount> Accounts);
}
