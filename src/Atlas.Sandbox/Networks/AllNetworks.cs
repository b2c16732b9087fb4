using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Networks;

/// <summary>Every simulated network, one line each.</summary>
internal static class AllNetworks
{
    public static IReadOnlyList<ISandboxNetwork> Create(NetworkServices services) => [new InstagramNetwork()];
}
