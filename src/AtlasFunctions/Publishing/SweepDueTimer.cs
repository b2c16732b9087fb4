using Atlas.Core.Publishing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace Atlas.Functions.Publishing;

public sealed class SweepDueTimer(SweepDue sweep, PublishingMeter meter, IOptions<PublishingOptions> options, TimeProvider time)
{
    private static readonly TimeSpan s_within = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan s_breath = TimeSpan.FromSeconds(5);

    [Function(nameof(SweepDue))]
    public async Task RunAsync(
        [TimerTrigger("0 * * * * *", RunOnStartup = true)] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken
    )
    {
        var started = time.GetTimestamp();
        var starter = new DurablePublicationStarter(client, options.Value);
        var summary = await sweep.RunAsync(starter, cancellationToken);
        meter.Swept();

        // A crowd that one sweep holds back goes on as its first part gets through, not at the next minute.
        while (summary.HeldBack && time.GetElapsedTime(started) < s_within)
        {
            await Task.Delay(s_breath, time, cancellationToken);
            summary = await sweep.RunAsync(starter, cancellationToken);
        }
    }
}
