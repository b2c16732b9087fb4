using Atlas.Core.Channels;

namespace Atlas.Core.Workspaces;

/// <summary>Who asks, as the credential says. All that a request may see is in <see cref="WorkspaceId"/>.</summary>
/// <param name="KeyId">For rate limits and the audit; not a secret.</param>
/// <param name="TimeZone">The workspace's, in which instants are shown and meant.</param>
/// <param name="Credential">What was presented.</param>
public sealed record Caller(
    Id<Workspace> WorkspaceId,
    string KeyId,
    string TimeZone,
    IReadOnlyList<string> ScopeNames,
    Secret Credential
)
{
    public bool Has(string scope)
    {
        foreach (var name in ScopeNames)
        {
            if (name == scope || (name == Scopes.Admin && scope is not (Scopes.SetUp or Scopes.Operate)))
            {
                return true;
            }
        }

        return false;
    }
}
