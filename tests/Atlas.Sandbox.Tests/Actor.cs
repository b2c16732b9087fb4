using System.Text.Json;

namespace Atlas.Sandbox.Tests;

/// <summary>An account with a way in.</summary>
internal sealed record Actor(string AccountId, string Username, string Token, string Login, string AppId, string AppSecret)
{
    public string? PageToken { get; init; }
    public string? PageId { get; init; }
    public string? UserId { get; init; }
    public string? ScopedId { get; init; }

    public static Actor From(JsonElement json) =>
        new(
            Text(json, "accountId"),
            Text(json, "username"),
            Text(json, "accessToken"),
            Text(json, "login"),
            Text(json, "appId"),
            Text(json, "appSecret")
        )
        {
            PageToken = json.TryGetProperty("pageAccessToken", out var page) ? page.GetString() : null,
            PageId = Text(json, "pageId"),
            UserId = Text(json, "userId"),
            ScopedId = Text(json, "scopedId"),
        };

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? "";
}
