using System.Net;

namespace Atlas.Functions.Tests.App;

/// <summary>A workspace of its own for one test.</summary>
public sealed record TestWorkspace(RunningAtlas App, string Id, string Key, ApiClient Client)
{
    private static int s_accounts;

    public async Task<string> ConnectAsync(string? account = null, string suffix = "") =>
        (
            await Client.PostAsync(
                "/api/v1/channels",
                new
                {
                    platform = "instagram",
                    login = "facebook",
                    accessToken = $"token-{account ?? NewAccount()}{suffix}",
                }
            )
        ).Id;

    public static string NewAccount() => $"account{Interlocked.Increment(ref s_accounts)}";

    public async Task<string> UploadAsync(int width = 8) =>
        (await Client.UploadAsync("a.png", "image/png", Pictures.Png(width, 8))).Expect(HttpStatusCode.Created).Id;

    public async Task<ApiAnswer> ScheduleAsync(string channel, string text = "Hello", double minutes = 600) =>
        (
            await Client.PostAsync(
                "/api/v1/posts",
                new
                {
                    channelIds = new[] { channel },
                    text,
                    dueAt = DateTimeOffset.UtcNow.AddMinutes(minutes),
                }
            )
        ).Expect(HttpStatusCode.Created);
}
