using System.Text.Json;
using Atlas.Testing.Clients;

namespace Atlas.EndToEnd.Systems;

/// <summary>A connected account of one test.</summary>
public sealed record TestChannel(string Id, SandboxAccount Account, SandboxClient Sandbox)
{
    public async Task<IReadOnlyList<Effect>> EffectsAsync() => (await Sandbox.EffectsAsync(account: Account.AccountId)).Effects;

    /// <summary>What a follower sees as posts, stories and reels.</summary>
    public async Task<IReadOnlyList<Effect>> PostsAsync() => [.. (await EffectsAsync()).Where(effect => effect.IsPost)];

    /// <summary>The times of the calls of one operation, oldest first.</summary>
    public async Task<IReadOnlyList<DateTimeOffset>> CallsAsync(string operation) =>
        [
            .. (await Sandbox.CallsAsync())
                .GetProperty("calls")
                .EnumerateArray()
                .Where(call => Text(call, "operation") == operation && Text(call, "accountId") == Account.AccountId)
                .Select(call => call.GetProperty("at").GetDateTimeOffset()),
        ];

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
