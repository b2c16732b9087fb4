using Atlas.EndToEnd.Systems;

namespace Atlas.EndToEnd.Networks;

/// <summary>One running system on which every error of every network happens at once, each to an account of its own.</summary>
public sealed class FaultyNetworks : AtlasSystem
{
    private readonly SemaphoreSlim _turns = new(8);
    private readonly Dictionary<(string Network, ErrorClass Error), Task<FaultRun>> _runs = [];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        foreach (var faults in KnownFaults.All)
        {
            foreach (var error in Enum.GetValues<ErrorClass>())
            {
                if (faults.Of(error) is { } fault)
                {
                    _runs[(faults.Network, error)] = FaultRun.MakeAsync(this, Network.Named(faults.Network), fault, _turns);
                }
            }
        }
    }

    internal Task<FaultRun> RunAsync(string network, ErrorClass error) => _runs[(network, error)];

    public override async Task DisposeAsync()
    {
        // What a test does not look at must not break off in the middle, and fails nothing.
        Task all = Task.WhenAll(_runs.Values);
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _turns.Dispose();
        await base.DisposeAsync();
    }
}
