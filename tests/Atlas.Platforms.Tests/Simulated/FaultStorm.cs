using Atlas.Core.Platforms;

namespace Atlas.Platforms.Tests.Simulated;

/// <summary>
/// Goes on as the ledger does while any call may be cut or answered with a server error, before or after its effect: an unknown
/// call is looked up until the look says something, and is only sent again where nothing is there.
/// </summary>
internal static class FaultStorm
{
    private const int MostSteps = 2_000;

    public static async Task BeginAsync(SimulatedNetwork network, SimulatedAccount actor, string platform)
    {
        foreach (var phase in (string[])["before", "after"])
        {
            foreach (var kind in (string[])["cut", "serverError", "malformedBody"])
            {
                await network.FaultAsync(
                    new
                    {
                        kind,
                        phase,
                        network = platform,
                        accountId = actor.Channel.AccountId,
                        probability = 0.1,
                    }
                );
            }
        }
    }

    /// <returns>The id of what is live.</returns>
    public static Task<string> PublishAsync(IPlatformPublisher publisher, PublishWork work, DateTimeOffset notBefore) =>
        CarryAsync(
            work.Cursor,
            cursor =>
            {
                var now = work with { Cursor = cursor };
                return publisher.AdvanceAsync(now, publisher.NextStep(now), CancellationToken.None);
            },
            cursor => publisher.FindPublishedAsync(work with { Cursor = cursor }, notBefore, CancellationToken.None)
        );

    /// <returns>Likewise of a child.</returns>
    public static Task<string> PublishAsync(IPlatformPublisher publisher, ChildWork work, DateTimeOffset notBefore) =>
        CarryAsync(
            work.Cursor,
            cursor =>
            {
                var now = work with { Cursor = cursor };
                return publisher.AdvanceChildAsync(now, publisher.NextChildStep(now), CancellationToken.None);
            },
            cursor => publisher.FindChildAsync(work with { Cursor = cursor }, notBefore, CancellationToken.None)
        );

    private static async Task<string> CarryAsync(
        string? cursor,
        Func<string?, Task<StepAnswer>> advance,
        Func<string?, Task<FindAnswer>> find
    )
    {
        for (var i = 0; i < MostSteps; i++)
        {
            switch (await advance(cursor))
            {
                case StepAnswer.Done done:
                    return done.PlatformPostId;
                case StepAnswer.Continue next:
                    cursor = next.Cursor;
                    break;
                case StepAnswer.Ready ready:
                    cursor = ready.Cursor;
                    break;
                case StepAnswer.Wait wait:
                    cursor = wait.Cursor;
                    break;
                case StepAnswer.Refused { Class: RefusalClass.Transient } refused:
                    cursor = refused.Cursor;
                    break;
                case StepAnswer.Unknown when await LookAsync(cursor, find) is { } id:
                    return id;
                case StepAnswer.Unknown:
                    break; // surely not there: the same step again
                case var other:
                    Assert.Fail($"A blip became {other}.");
                    break;
            }
        }

        throw new TimeoutException("It does not come to an end.");
    }

    private static async Task<string?> LookAsync(string? cursor, Func<string?, Task<FindAnswer>> find)
    {
        for (var i = 0; i < MostSteps; i++)
        {
            switch (await find(cursor))
            {
                case FindAnswer.Found found:
                    return found.Candidates[0].PlatformPostId;
                case FindAnswer.Absent:
                    return null;
                case FindAnswer.Unreadable unreadable:
                    Assert.False(unreadable.Ever, unreadable.Reason);
                    break;
            }
        }

        throw new TimeoutException("It cannot be looked up.");
    }
}
