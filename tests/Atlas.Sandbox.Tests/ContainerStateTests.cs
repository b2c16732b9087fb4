using System.Diagnostics;
using Atlas.Sandbox.Instagram;

namespace Atlas.Sandbox.Tests;

public sealed class ContainerStateTests
{
    /// <summary>The fetch ends on one thread while a client asks on another: whichever comes first, a failed container never looks finished.</summary>
    [Fact]
    public async Task A_container_that_fails_while_it_is_looked_at_is_never_finished()
    {
        var account = new InstagramAccount("1", "2", "baker") { Name = "Baker" };
        var now = DateTimeOffset.UnixEpoch;
        var containers = Enumerable
            .Range(0, 50_000)
            .Select(i => new InstagramContainer($"{i}", account, new ContainerRequest { Kind = ContainerKind.Reel }, now))
            .ToList();
        var reached = -1;

        var fetching = Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < containers.Count; i++)
                {
                    var patience = new SpinWait();
                    while (Volatile.Read(ref reached) < i)
                    {
                        patience.SpinOnce(sleep1Threshold: -1);
                    }

                    containers[i].Fail(InstagramErrors.SubcodeBadVideo);
                }
            },
            TaskCreationOptions.LongRunning
        );
        var watch = Stopwatch.StartNew();
        var ends = containers
            .TakeWhile(_ => watch.Elapsed < TimeSpan.FromSeconds(1)) // on a busy machine each of them takes its time
            .Select(
                (container, i) =>
                {
                    Volatile.Write(ref reached, i);
                    ContainerState state;
                    var patience = new SpinWait();
                    while ((state = container.StateAt(now)) is ContainerState.InProgress)
                    {
                        patience.SpinOnce(sleep1Threshold: -1);
                    }

                    return state;
                }
            )
            .ToHashSet();
        Volatile.Write(ref reached, containers.Count);
        await fetching;

        Assert.Equal([ContainerState.Error], ends);
    }
}
