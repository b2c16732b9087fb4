using System.Collections.Frozen;
using Atlas.Core.Platforms.Logins;

namespace Atlas.Core.Channels;

/// <summary>The ways to connect accounts that this deployment has.</summary>
public sealed class PlatformLogins(IEnumerable<IPlatformLogin> logins)
{
    private readonly FrozenDictionary<string, IPlatformLogin> _byName = logins.ToFrozenDictionary(login =>
        login.Description.Name
    );

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<IPlatformLogin> All =>
        [.. _byName.Values.OrderBy(login => login.Description.Name, StringComparer.Ordinal)];

    public IPlatformLogin? Find(string name) => _byName.GetValueOrDefault(name);
}
