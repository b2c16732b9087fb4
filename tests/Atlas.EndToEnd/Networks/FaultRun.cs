using Atlas.EndToEnd.Systems;
using Atlas.Testing;
using Atlas.Testing.Clients;

namespace Atlas.EndToEnd.Networks;

/// <summary>What came of a post that met an error.</summary>
/// <param name="Stopped">Where it first came to rest.</param>
/// <param name="Before">What followers saw by then.</param>
/// <param name="End">After what a person had to do, or after the limit had opened.</param>
/// <param name="Hits">How often the error struck.</param>
internal sealed record FaultRun(
    PublicationInfo Stopped,
    IReadOnlyList<Effect> Before,
    PublicationInfo End,
    IReadOnlyList<Effect> After,
    int Hits
)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    /// <summary>A limit that opens later than this isn't waited for.</summary>
    private static readonly TimeSpan s_shortLimit = TimeSpan.FromSeconds(10);

    public static async Task<FaultRun> MakeAsync(AtlasSystem system, Network network, NetworkFault wish, SemaphoreSlim turns)
    {
        var sandbox = system.Sandbox.Client;
        var id = $"{network.Name} {wish.Fault.Kind} {Guid.NewGuid():n}";
        var post = network.Posts.First(post => post.Format == wish.Format && post.Way is not ("thread" or "inbox")) with
        {
            IsCommented = false,
        };
        NetworkChannel channel;
        string publication;
        await turns.WaitAsync();
        try
        {
            channel = await NetworkChannel.ConnectAsync(system, network);
            await sandbox.AddFaultsAsync(wish.Fault with { Id = id, AccountId = channel.AccountId, Times = 1 });
            publication = await channel.ScheduleAsync(post, AtlasSystem.In(2));
        }
        finally
        {
            turns.Release();
        }

        var stopped = await StopsAsync(system, publication, HasStopped);
        var before = await channel.EffectsAsync();
        if (stopped.Waiting?.Reason == "reconnect")
        {
            await channel.ReconnectAsync();
        }

        var goesOn =
            stopped.Waiting?.Reason == "reconnect"
            || stopped.Waiting is { Reason: "rateLimit", Until: { } until } && until < DateTimeOffset.UtcNow + s_shortLimit;
        var end = goesOn ? await StopsAsync(system, publication, now => now.State is "Published" or "Failed") : stopped;
        return new FaultRun(stopped, before, end, await channel.EffectsAsync(), await sandbox.FaultHitsAsync(id));
    }

    private static bool HasStopped(PublicationInfo now) =>
        now.State is "Published" or "Failed" or "Missed" or "Cancelled"
        || now.Waiting?.Reason is "decision" or "reconnect" or "rateLimit";

    /// <summary>Waits until the publication is as expected; where it never is, its whole story is the message.</summary>
    private static async Task<PublicationInfo> StopsAsync(AtlasSystem system, string id, Func<PublicationInfo, bool> expected)
    {
        try
        {
            return await Eventually.GetAsync(
                async () => await system.Client.PublicationAsync(id) is { } now && expected(now) ? now : null,
                s_patience,
                "the publication comes to rest"
            );
        }
        catch (TimeoutException ex)
        {
            throw new TimeoutException(await system.StoryOfAsync(id), ex);
        }
    }
}
