using System.Collections.Frozen;
using Atlas.Core.Platforms;

namespace Atlas.Core.Channels;

/// <summary>The networks of this deployment that can tell whose account a token opens.</summary>
public sealed class PlatformAccounts(IEnumerable<IPlatformAccounts> accounts)
{
    private readonly FrozenDictionary<Platform, IPlatformAccounts> _byPlatform = accounts.ToFrozenDictionary(reader =>
        reader.Platform
    );

    public IPlatformAccounts? Find(Platform platform) => _byPlatform.GetValueOrDefault(platform);
}
