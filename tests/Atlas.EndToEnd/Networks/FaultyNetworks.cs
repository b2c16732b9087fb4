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
            foreach (var error in Enum.GetValues<ErrorClass>().OrderBy(faults.AppWide.Contains))
            {
                if (faults.Of(error) is { } fault)
                {
                    var others = faults.AppWide.Contains(error) ? RunsOf(faults.Network) : [];
                    _runs[(faults.Network, error)] = RunAfterAsync(others, faults.Network, fault);
                }
            }
        }
    }

    private List<Task<FaultRun>> RunsOf(string network) =>
        [.. _runs.Where(run => run.Key.Network == network).Select(run => run.Value)];

    private async Task<FaultRun> RunAfterAsync(IReadOnlyList<Task<FaultRun>> others, string network, NetworkFault fault)
    {
        Task all = Task.WhenAll(others);
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // their own tests tell how they went
        return await FaultRun.MakeAsync(this, Network.Named(network), fault, _turns);
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
