using Atlas.Testing.Clients;

namespace Atlas.Benchmarks;

/// <summary>What followers saw, held against what the app says.</summary>
/// <param name="Doubled">Posts that a follower sees more than once.</param>
/// <param name="Lost">Acknowledged posts that no follower sees, or that the app doesn't know to be live under the id they have.</param>
internal sealed record Verdict(int Doubled, int Lost)
{
    public static Verdict Of(IReadOnlyList<Effect> effects, IReadOnlyList<PublicationInfo> ledger, int acknowledged)
    {
        var posts = effects.Where(effect => effect.IsPost).ToList();
        var doubled = posts.GroupBy(effect => (effect.AccountId, effect.Caption)).Sum(copies => copies.Count() - 1);
        var live = posts.Select(effect => effect.MediaId).ToHashSet(StringComparer.Ordinal);
        var good = ledger.Count(publication =>
            publication is { State: "Published", PlatformPostId: { } id } && live.Contains(id)
        );
        return new Verdict(doubled, acknowledged - good);
    }
}
