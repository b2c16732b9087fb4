using System.Collections.Concurrent;
using Atlas.Sandbox.Effects;

namespace Atlas.Sandbox.Networks;

/// <summary>The accounts and posts of one network, and the only way in which posts change, so that every change is an effect.</summary>
internal sealed class NetworkDirectory(World world, string platform)
{
    private readonly ConcurrentDictionary<string, NetworkAccount> _byId = new();
    private readonly ConcurrentDictionary<string, NetworkAccount> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, NetworkPost> _posts = new();
    private int _generated;

    public string Platform => platform;

    public IEnumerable<NetworkAccount> Accounts => _byId.Values;

    public int Count => _byId.Count;

    public NetworkAccount? Find(string? idOrName) =>
        idOrName is null ? null : _byId.GetValueOrDefault(idOrName) ?? _byName.GetValueOrDefault(idOrName);

    /// <summary>A post that isn't deleted.</summary>
    public NetworkPost? Post(string? id) =>
        id is not null && _posts.GetValueOrDefault(id) is { IsDeleted: false } post ? post : null;

    public string GenerateName() => $"account.{Interlocked.Increment(ref _generated):D4}";

    /// <summary>False when the name is taken.</summary>
    public bool Add(NetworkAccount account)
    {
        if (!_byName.TryAdd(account.Username, account))
        {
            return false;
        }

        _byId[account.Id] = account;
        return true;
    }

    /// <summary>Makes a post visible.</summary>
    public void Publish(NetworkPost post, string baseUrl)
    {
        _posts[post.Id] = post;
        post.Account.Add(post);
        Append(post, post.Kind, post.PublicId, post.ParentId, post.Text, baseUrl);
    }

    /// <summary>Changes a visible post; false when it was deleted meanwhile.</summary>
    public bool Edit(NetworkPost post, Action<NetworkPost> change, string baseUrl)
    {
        if (!post.TryEdit(change, world.Now))
        {
            return false;
        }

        Append(post, "edit", post.PublicId, post.ParentId, post.Text, baseUrl);
        return true;
    }

    /// <summary>False when it was deleted before.</summary>
    public bool Delete(NetworkPost post, string baseUrl)
    {
        if (!post.TryDelete(world.Now))
        {
            return false;
        }

        post.Account.Remove(post);
        Append(post, "delete", post.PublicId, post.ParentId, post.Text, baseUrl);
        return true;
    }

    public void Comment(NetworkPost post, NetworkComment comment, string baseUrl)
    {
        post.Add(comment);
        Append(post, "comment", comment.Id, comment.ParentId ?? post.PublicId, comment.Text, baseUrl);
    }

    private void Append(NetworkPost post, string kind, string id, string? parentId, string? text, string baseUrl) =>
        world.Effects.Append(
            new Effect
            {
                At = world.Now,
                Platform = platform,
                AccountId = post.Account.Id,
                Username = post.Account.Username,
                Kind = kind,
                MediaId = id,
                ParentId = parentId,
                Title = kind is "comment" ? null : post.Title,
                Caption = text,
                Link = kind is "comment" ? null : post.Link,
                MediaSha256 = kind is "comment" ? [] : [.. post.Media.Select(item => item.Sha256)],
                Permalink = baseUrl + post.Path,
            }
        );
}
