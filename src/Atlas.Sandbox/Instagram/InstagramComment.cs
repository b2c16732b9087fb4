using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

/// <summary>A comment, or a reply when it has a parent.</summary>
internal sealed class InstagramComment(
    string id,
    InstagramMedia media,
    InstagramComment? parent,
    string text,
    DateTimeOffset timestamp
) : GraphNode(id)
{
    private volatile bool _isHidden;

    public InstagramMedia Media => media;

    public InstagramComment? Parent => parent;

    public string Text => text;

    public DateTimeOffset Timestamp => timestamp;

    public required string FromId { get; init; }
    public required string Username { get; init; }

    public bool IsByOwner => FromId == media.Account.Id;

    public bool IsHidden
    {
        get => _isHidden;
        set => _isHidden = value;
    }

    public override string TypeName => "IGComment";

    public override string? AccountId => media.Account.Id;

    public override bool IsVisibleTo(AccessToken token) => media.Account.IsVisibleTo(token);

    public override GraphOperation? Find(string method, string edge) => InstagramOperations.OnComment(method, edge);
}
