using Atlas.EndToEnd.Systems;

namespace Atlas.EndToEnd.Networks;

/// <summary>One running system on which all networks make their journeys at once.</summary>
public sealed class EveryNetwork : AtlasSystem
{
    private readonly Dictionary<string, NetworkJourney> _journeys = [];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        foreach (var network in Network.All)
        {
            _journeys[network.Name] = new NetworkJourney(this, network);
        }
    }

    internal NetworkJourney On(string network) => _journeys[network];

    public override async Task DisposeAsync()
    {
        // What a test does not look at must not break off in the middle, and fails nothing.
        Task all = Task.WhenAll(_journeys.Values.Select(journey => journey.Deleted));
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.DisposeAsync();
    }
}
