namespace Atlas.EndToEnd.Networks;

/// <summary>Where a channel leads, as a person chooses it: a network and, where it has several, the login or the kind of account.</summary>
internal sealed record Network(string Platform, string? Kind = null)
{
    public static readonly IReadOnlyList<Network> All =
    [
        new("facebook"),
        new("instagram", "facebook"),
        new("instagram", "instagram"),
        new("threads"),
        new("tiktok"),
        new("linkedin", "person"),
        new("linkedin", "organization"),
        new("youtube"),
        new("x"),
        new("pinterest"),
        new("bluesky"),
        new("mastodon"),
        new("telegram"),
    ];

    public static TheoryData<string> Names => [.. All.Select(network => network.Name)];

    public string Name => Kind is null ? Platform : $"{Platform} {Kind}";

    /// <summary>Of the app's ways to connect.</summary>
    public string Login => Platform == "instagram" ? Kind! : Platform;

    /// <summary>Instagram's interface deletes the posts of accounts that came by Facebook Login.</summary>
    public bool RefusesDeletion => Name == "instagram instagram";

    public IEnumerable<NetworkPost> Posts => NetworkPost.All.Where(post => post.Platform == Platform);

    public static Network Named(string name) => All.Single(network => network.Name == name);

    public override string ToString() => Name;
}
