using System.Text.Json;
using Atlas.Testing.Clients;

namespace Atlas.EndToEnd.Networks;

/// <summary>A post on its way through a journey.</summary>
/// <param name="Id">Of its publication.</param>
internal sealed record LivePost(NetworkPost Post, string Id, DateTimeOffset DueAt)
{
    /// <summary>The publication as it was once it was live.</summary>
    public JsonElement Detail { get; set; }

    /// <summary>What the API answered when the change, and later the deletion, was asked for.</summary>
    public ApiAnswer? Change { get; set; }

    /// <summary>The publication once the change had been made.</summary>
    public JsonElement Changed { get; set; }
    public ApiAnswer? Deletion { get; set; }

    public string PlatformPostId => Detail.GetProperty("platformPostId").GetString()!;

    public JsonElement Ability => Detail.GetProperty("live");

    public string NewText => $"{Post.Text}, as it is now";

    public IEnumerable<Effect> Of(IEnumerable<Effect> effects) =>
        effects.Where(effect => NetworkChannel.IsPost(effect, PlatformPostId));
}
