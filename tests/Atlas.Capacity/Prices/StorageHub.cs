using Atlas.Capacity.Counting;

namespace Atlas.Capacity.Prices;

/// <summary>
/// What the Azure Storage back end makes of an orchestration, as its documentation describes it: history and instances are
/// tables, everything that happens is a message in a queue.
/// https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-azure-storage-provider
/// </summary>
internal static class StorageHub
{
    /// <summary>A message is put, taken and deleted.</summary>
    private const int PerMessage = 3;

    /// <summary>With four control queues and one for activities, polled every five seconds when nothing comes.</summary>
    private const int Queues = 5;

    public static double Tables(Counts post) =>
        post[Unit.Queries] // is it there?
        + post[Unit.Starts] // its row
        + (3 * post[Unit.Turns]); // its history is read, added to, and its row brought up to date

    public static double QueueRequests(Counts post) =>
        PerMessage * (post[Unit.Starts] + (2 * post[Unit.Activities]) + post[Unit.Timers] + post[Unit.Events]);

    public static double IdlePollsPerDay(int instances) => instances * Queues * TimeSpan.FromDays(1) / TimeSpan.FromSeconds(5);
}
