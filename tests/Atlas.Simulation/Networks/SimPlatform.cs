using Atlas.Core;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Simulation.App;

namespace Atlas.Simulation.Networks;

/// <summary>
/// The network itself, outside of every process: what its followers see, its log of effects and its state that can be read. A request
/// under way takes effect though its sender is gone, at most <see cref="LongestFlight"/> after it was sent.
/// </summary>
internal sealed class SimPlatform(World world)
{
    /// <summary>Under the time that the app allows a post to turn up in after a call's deadline.</summary>
    public const double LongestFlight = 55;

    private static readonly TimeSpan s_tokenLife = TimeSpan.FromMinutes(30);

    private int _tokens = 1;
    private string? _former;
    private DateTimeOffset? _formerEnd;
    private int _ids;

    public Family Family => world.Family;

    public Dictionary<string, SimContainer> Containers { get; } = [];

    public List<SimPost> Posts { get; } = [];

    public List<SimComment> Comments { get; } = [];

    /// <summary>Edits and deletions that were made: what was allowed once breaks no rule the second time.</summary>
    public HashSet<(string Name, string PostId, string ContentHash)> Changes { get; } = [];

    /// <summary>Each visible call as it left its sender.</summary>
    public List<SimCall> Calls { get; } = [];

    public bool KeepsFormerTokens { get; init; } = true;

    /// <summary>What it took for a repeat of a post that it has already.</summary>
    public bool RefusesRepeats { get; init; }

    public string Token => $"token-{_tokens}";

    /// <summary>Null where tokens last.</summary>
    public DateTimeOffset? TokenEnd { get; private set; }

    public bool Accepts(string token) => token == Token && !(TokenEnd <= world.Now) || token == _former && _formerEnd > world.Now;

    /// <summary>From now on no token is taken.</summary>
    public void EndToken()
    {
        _tokens++;
        _former = null;
    }

    /// <summary>A new token that ends; the one before goes on until its own end, where the network lets it.</summary>
    public string IssueToken()
    {
        (_former, _formerEnd) = KeepsFormerTokens ? (Token, TokenEnd) : (null, null);
        _tokens++;
        TokenEnd = world.Now + s_tokenLife;
        return Token;
    }

    public string NextId(string prefix) => $"{prefix}{++_ids}";

    public SimPost? FindRepeat(PostContent content) =>
        RefusesRepeats
            ? Posts.FirstOrDefault(post => post.Content.Text == content.Text && post.Content.Type == content.Type)
            : null;

    /// <summary>The visible call takes effect.</summary>
    public SimPost Publish(SimCall call, SimContainer? container)
    {
        if (container is { Post: { } already } && Family == Family.Upload)
        {
            return already; // it is visible: making it visible changes nothing
        }

        var post = new SimPost(NextId("m"), call, world.Now, world.Now + world.Chaos.Upto(Family == Family.Single ? 240 : 20))
        {
            Content = call.Content,
        };
        Posts.Add(post);
        if (container is not null)
        {
            container.Post = Posts[^1];
        }

        world.Note("network", $"{Posts[^1].Id} is live for {world.NameOf(call.Publication)}");
        return Posts[^1];
    }
}

/// <param name="Publication">For which it was sent. The network doesn't know; the judge does.</param>
internal sealed record SimCall(Id<Publication> Publication, PostContent Content, DateTimeOffset SentAt);

internal sealed record SimPost(string Id, SimCall Call, DateTimeOffset At, DateTimeOffset ListedAt)
{
    public required PostContent Content { get; set; }

    public bool IsDeleted { get; set; }
}

internal sealed record SimComment(string Id, string PostId, string Text, DateTimeOffset At);

internal sealed class SimContainer(DateTimeOffset expires)
{
    public int Polls { get; set; }

    public DateTimeOffset Expires => expires;

    public SimPost? Post { get; set; }
}
