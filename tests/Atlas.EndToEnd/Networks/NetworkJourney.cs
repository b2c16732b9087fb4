using System.Text.Json;
using Atlas.EndToEnd.Systems;
using Atlas.Testing;
using Atlas.Testing.Clients;

namespace Atlas.EndToEnd.Networks;

/// <summary>All types of post of one network on one account: they are published, then changed, then deleted.</summary>
internal sealed class NetworkJourney
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly AtlasSystem _system;
    private readonly Network _network;
    private readonly List<LivePost> _posts = [];
    private NetworkChannel? _channel;

    public NetworkJourney(AtlasSystem system, Network network)
    {
        (_system, _network) = (system, network);
        Published = PublishAsync();
        Changed = AfterAsync(Published, ChangeAsync);
        Deleted = AfterAsync(Changed, DeleteAsync);
    }

    public Task<IReadOnlyList<LivePost>> Published { get; }

    public Task<IReadOnlyList<LivePost>> Changed { get; }

    public Task<IReadOnlyList<LivePost>> Deleted { get; }

    public async Task<IReadOnlyList<Effect>> EffectsAsync() => await _channel!.EffectsAsync();

    private static async Task<IReadOnlyList<LivePost>> AfterAsync(
        Task<IReadOnlyList<LivePost>> earlier,
        Func<IReadOnlyList<LivePost>, Task> next
    )
    {
        var posts = await earlier;
        await next(posts);
        return posts;
    }

    private async Task<IReadOnlyList<LivePost>> PublishAsync()
    {
        _channel = await NetworkChannel.ConnectAsync(_system, _network);
        foreach (var post in _network.Posts)
        {
            var due = AtlasSystem.In(4);
            _posts.Add(new LivePost(post, await _channel.ScheduleAsync(post, due), due));
        }

        foreach (var post in _posts)
        {
            await _system.BecomesAsync(post.Id, "Published", Patience);
            post.Detail = (await ReadAsync(post)).Body;
        }

        await Eventually.BeAsync(
            async () => (await EffectsAsync()).Count >= _posts.Sum(post => 1 + post.Post.Followers),
            Patience,
            $"{_network}: what follows the posts is live too"
        );
        return _posts;
    }

    private async Task ChangeAsync(IReadOnlyList<LivePost> posts)
    {
        foreach (var post in posts)
        {
            post.Change = await _system.Client.PostAsync(
                $"api/v1/publications/{post.Id}/edit",
                new { text = post.NewText, options = post.Post.NewOptions }
            );
        }

        foreach (var post in posts.Where(post => post.Change!.IsSuccess))
        {
            await Eventually.BeAsync(
                async () => (await ReadAsync(post))["content"].GetProperty("text").GetString() == post.NewText,
                Patience,
                $"{post.Post} is changed"
            );
            post.Changed = (await ReadAsync(post)).Body;
        }
    }

    private async Task DeleteAsync(IReadOnlyList<LivePost> posts)
    {
        foreach (var post in posts)
        {
            post.Deletion = await _system.Client.DeleteAsync($"api/v1/publications/{post.Id}");
        }

        foreach (var post in posts.Where(post => post.Deletion!.IsSuccess))
        {
            await Eventually.BeAsync(() => IsDecidedAsync(post), Patience, $"{post.Post} is deleted");
        }
    }

    private async Task<bool> IsDecidedAsync(LivePost post) =>
        _network.RefusesDeletion
            ? (await EventsAsync(post)).Contains("changeRefused")
            : (await ReadAsync(post))["state"].GetString() == "Removed";

    private async Task<IReadOnlyList<string?>> EventsAsync(LivePost post) =>
        [
            .. (await _system.Client.GetAsync($"api/v1/posts/{post.Detail.GetProperty("postId").GetString()}/timeline"))[
                "entries"
            ]
                .EnumerateArray()
                .Select(entry => entry.GetProperty("event").GetString()),
        ];

    private Task<ApiAnswer> ReadAsync(LivePost post) => _system.Client.GetAsync($"api/v1/publications/{post.Id}");
}
