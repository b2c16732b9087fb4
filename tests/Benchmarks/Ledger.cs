using Atlas.Testing.Clients;

namespace Atlas.Benchmarks;

internal static class Ledger
{
    public static async Task<List<PublicationInfo>> ReadAsync(Rig rig)
    {
        var all = new List<PublicationInfo>();
        foreach (var workspace in rig.Workspaces)
        {
            all.AddRange(await workspace.Client.PublicationsAsync());
        }

        return all;
    }
}
