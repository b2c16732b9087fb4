using System.Collections.Frozen;

namespace Atlas.Sandbox.Meta;

/// <summary>What one person granted one app. All tokens that came from it end with it, Page tokens too.</summary>
internal sealed class LoginGrant(string ownerId, MetaApp app, IEnumerable<string> scopes, IEnumerable<string> declined)
{
    private volatile FrozenSet<string> _scopes = scopes.ToFrozenSet();
    private int _deadSubcode;

    public string OwnerId => ownerId;

    public MetaApp App => app;

    public FrozenSet<string> Scopes => _scopes;

    public IReadOnlyList<string> Declined { get; } = [.. declined];

    /// <summary>Why the tokens no longer work, as the subcode of error 190.</summary>
    public int? DeadSubcode => Volatile.Read(ref _deadSubcode) is var code and not 0 ? code : null;

    public void End(int subcode) => Volatile.Write(ref _deadSubcode, subcode);

    public void Revoke(string scope) => _scopes = _scopes.Where(s => s != scope).ToFrozenSet();
}
