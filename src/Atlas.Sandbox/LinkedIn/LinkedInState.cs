using System.Collections.Concurrent;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.LinkedIn;

/// <summary>What was uploaded, and which texts an author may not repeat.</summary>
internal sealed class LinkedInState : IWorldState<LinkedInState>
{
    /// <summary>LinkedIn remembers a text for a while, also of a post that was deleted. How long is not documented.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, LinkedInAsset> _assets = new();
    private readonly ConcurrentDictionary<string, (string Urn, DateTimeOffset At)> _texts = new();

    public static LinkedInState Create(World world) => new();

    public void Add(LinkedInAsset asset) => _assets[asset.Urn] = asset;

    public LinkedInAsset? Asset(string? urn) => urn is null ? null : _assets.GetValueOrDefault(urn);

    public LinkedInAsset? Upload(string key) => _assets.Values.FirstOrDefault(asset => asset.UploadKey == key);

    /// <summary>The post that this one repeats, or null; it is then remembered itself.</summary>
    public string? Remember(NetworkAccount author, string fingerprint, string urn, DateTimeOffset now)
    {
        var kept = _texts.AddOrUpdate(
            $"{author.Id}\n{fingerprint}",
            _ => (urn, now),
            (_, old) => old.At + Memory > now ? old : (urn, now)
        );
        return kept.Urn == urn ? null : kept.Urn;
    }
}
