using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Atlas.EndToEnd.Systems;
using Atlas.Testing;
using Atlas.Testing.Clients;

namespace Atlas.EndToEnd.Operations;

/// <summary>Who has said where to learns of it by itself. The app is ours to configure: it has to be let out to this machine.</summary>
[Trait("Needs", "Process")]
public sealed class AlertReceiverTests(AlertSystem system) : IClassFixture<AlertSystem>
{
    [Fact]
    public async Task A_missed_post_is_told_within_seconds_although_the_receiver_refuses_at_first()
    {
        var receiver = JsonContent.Create(new { url = system.Url });
        (await system.Client.SendAsync(HttpMethod.Put, "api/v1/alert-receiver", receiver)).Expect(HttpStatusCode.OK);
        var channel = await system.ConnectAsync();
        await system.OperateAsync(HttpMethod.Post, "pause", new { workspaceId = system.WorkspaceId, reason = "to be late" });
        var post = await system.ScheduleImageAsync(channel, seconds: 1, latePolicy: new NewLatePolicy("skip", 0.01));
        await system.BecomesAsync(post.PublicationId, "Waiting");
        var due = (await system.Client.PublicationAsync(post.PublicationId)).DueAt!.Value;
        await Eventually.BeAsync(() => DateTimeOffset.UtcNow > due.AddSeconds(6));
        await system.OperateAsync(HttpMethod.Post, "resume", new { workspaceId = system.WorkspaceId });
        await system.BecomesAsync(post.PublicationId, "Missed");
        var missedAt = DateTimeOffset.UtcNow;

        await Eventually.BeAsync(() => system.Taken.Any(told => TypeOf(told.Message) == "alert.missed"));

        var (message, at) = system.Taken.Single(told => TypeOf(told.Message) == "alert.missed");
        Assert.Equal(post.PublicationId, message.GetProperty("data").GetProperty("publicationId").GetString());
        Assert.True(system.Refused >= 1);
        Assert.InRange(at - missedAt, TimeSpan.FromSeconds(-5), TimeSpan.FromSeconds(15));
    }

    private static string? TypeOf(JsonElement message) => message.GetProperty("type").GetString();
}
