using Atlas.Sandbox.Media;
using Atlas.Sandbox.Meta;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Facebook;

/// <summary>Something that belongs to a Page.</summary>
internal abstract class PageNode(string id, FacebookPage page) : GraphNode(id)
{
    public FacebookPage Page => page;

    public override string? AccountId => page.Id;

    public override string UsageType => page.UsageType;

    public override GraphError CallLimit => page.CallLimit;

    public override bool IsVisibleTo(AccessToken token) => page.IsVisibleTo(token);
}

/// <summary>What stands in the feed, under the id <c>{page}_{post}</c>.</summary>
internal sealed class PagePost(string id, FacebookPage page, NetworkPost entry) : PageNode(id, page)
{
    public NetworkPost Entry => entry;

    public IReadOnlyList<PagePhoto> Photos { get; init; } = [];

    public PageVideo? Video { get; init; }

    /// <summary>Of a story: the photo or video in it.</summary>
    public string? StoryMediaId { get; init; }

    public override string TypeName => "PagePost";

    public override GraphOperation? Find(string method, string edge) => PageOperations.OnPost(method, edge);
}

internal sealed class PagePhoto(string id, FacebookPage page, MediaItem item, string? altText) : PageNode(id, page)
{
    private PagePost? _post;

    public MediaItem Item => item;

    public string? AltText => altText;

    /// <summary>Null while it is unpublished.</summary>
    public PagePost? Post => Volatile.Read(ref _post);

    public override string TypeName => "Photo";

    /// <summary>False when it stands in another post already.</summary>
    public bool TryUse(PagePost post) => Interlocked.CompareExchange(ref _post, post, null) is null;

    public override GraphOperation? Find(string method, string edge) => PageOperations.OnPhoto(method, edge);
}

internal sealed class PageComment(string id, PagePost post, string text, DateTimeOffset at) : PageNode(id, post.Page)
{
    public PagePost Post => post;

    public string Text { get; set; } = text;

    public DateTimeOffset At => at;

    public required string FromId { get; init; }
    public required string FromName { get; init; }

    public override string TypeName => "Comment";

    public override GraphOperation? Find(string method, string edge) => PageOperations.OnComment(method, edge);
}
