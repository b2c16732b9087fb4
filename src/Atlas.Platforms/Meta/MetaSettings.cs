using Atlas.Core.Channels;
using Microsoft.Extensions.Configuration;

namespace Atlas.Platforms.Meta;

internal static class MetaSettings
{
    /// <summary>Secrets are read by hand: binding can't make one.</summary>
    public static Secret? Secret(IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } value ? new Secret(value) : null;
}
