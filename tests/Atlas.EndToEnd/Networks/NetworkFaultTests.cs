using Atlas.Testing.Clients;

namespace Atlas.EndToEnd.Networks;

/// <summary>What goes wrong with every network: the post is live once, or a person is told why not and what to do.</summary>
public sealed class NetworkFaultTests(FaultyNetworks system) : IClassFixture<FaultyNetworks>
{
    public static TheoryData<string, ErrorClass> Errors
    {
        get
        {
            var rows = new TheoryData<string, ErrorClass>();
            foreach (var faults in KnownFaults.All)
            {
                foreach (var error in Enum.GetValues<ErrorClass>().Where(error => faults.Of(error) is not null))
                {
                    rows.Add(faults.Network, error);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task An_error_ends_as_its_class_asks_and_never_in_two_posts(string network, ErrorClass error)
    {
        var fault = KnownFaults.All.Single(faults => faults.Network == network).Of(error)!;

        var run = await system.RunAsync(network, error);

        Assert.Equal(1, run.Hits);
        Assert.InRange(run.After.Count, 0, 1);
        switch (fault.End)
        {
            case FaultEnd.Published:
                IsLive(run.Stopped, run.Before);
                break;
            case FaultEnd.WaitsForLimit:
                Assert.Empty(run.Before);
                Waits(run.Stopped, "rateLimit");
                Assert.True(run.Stopped.Waiting!.Until > run.Stopped.DueAt, $"{run.Stopped.Waiting}");
                if (run.End != run.Stopped)
                {
                    IsLive(run.End, run.After);
                }

                break;
            case FaultEnd.Reconnect:
                Assert.Empty(run.Before);
                Waits(run.Stopped, "reconnect");
                IsLive(run.End, run.After);
                break;
            case FaultEnd.PublishedOrReconnect:
                if (run.Stopped.State != "Published")
                {
                    Assert.Empty(run.Before);
                    Waits(run.Stopped, "reconnect");
                }

                IsLive(run.End, run.After);
                break;
            case FaultEnd.DecisionOnLivePost:
                Assert.Single(run.Before);
                Waits(run.Stopped, "decision");
                break;
            case FaultEnd.DecisionWithoutPost:
                Assert.Empty(run.Before);
                Waits(run.Stopped, "decision");
                break;
            case FaultEnd.Rejected:
                Assert.Empty(run.After);
                Assert.Equal("Failed", run.Stopped.State);
                var failure = run.Stopped.Failure!;
                Assert.Equal("rejected", failure.Class);
                Assert.Contains(fault.Code ?? "", failure.Code);
                Assert.NotEqual("", failure.Message);
                Assert.NotEqual("", failure.NextStep);
                Assert.False(string.IsNullOrEmpty(failure.Source), $"{failure} names no document");
                break;
            default:
                throw new InvalidOperationException($"Nobody says what {fault.End} means.");
        }
    }

    private static void Waits(PublicationInfo publication, string reason)
    {
        Assert.True(
            publication.Waiting?.Reason == reason,
            $"It is {publication.State}: {publication.Waiting} {publication.Failure}"
        );
        Assert.NotEqual("", publication.Waiting!.Message);
    }

    private static void IsLive(PublicationInfo publication, IReadOnlyList<Effect> effects)
    {
        Assert.True(publication.State == "Published", $"It is {publication.State}: {publication.Waiting} {publication.Failure}");
        Assert.True(NetworkChannel.IsPost(Assert.Single(effects), publication.PlatformPostId));
    }
}
