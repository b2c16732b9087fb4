namespace Atlas.Sandbox.Effects;

internal sealed record EffectsAnswer(EffectsSummary Summary, IReadOnlyList<Effect> Effects);

/// <param name="Count">How many effects match, whether or not the answer lists them all.</param>
/// <param name="ByKind">How many of each kind.</param>
/// <param name="Doubled">How many posts of any kind are a second copy: same account, kind, texts, link and media.</param>
/// <param name="LastSeq">Where the next read goes on (<c>since</c>).</param>
internal sealed record EffectsSummary(int Count, IReadOnlyDictionary<string, int> ByKind, int Doubled, long LastSeq)
{
    public static EffectsSummary Of(IReadOnlyList<Effect> effects)
    {
        var byKind = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var seen = new HashSet<(string, string, string, string)>();
        var doubled = 0;
        foreach (var effect in effects)
        {
            byKind[effect.Kind] = byKind.GetValueOrDefault(effect.Kind) + 1;
            var isPost = effect.Kind is not ("comment" or "edit" or "delete");
            var text = $"{effect.Title}\n{effect.Caption}\n{effect.Link}";
            if (isPost && !seen.Add((effect.AccountId, effect.Kind, text, string.Join(',', effect.MediaSha256))))
            {
                doubled++;
            }
        }

        return new EffectsSummary(effects.Count, byKind, doubled, effects.Count is 0 ? 0 : effects[^1].Seq);
    }
}
