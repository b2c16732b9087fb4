using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Instagram;

/// <summary>A product shown in a medium.</summary>
/// <param name="Media">The medium's place, from 0.</param>
/// <param name="X">0 to 1 from the left; of images only.</param>
/// <param name="Y">0 to 1 from the top; likewise.</param>
internal sealed record InstagramProductTag(int Media, string ProductId, double? X, double? Y)
{
    private const int MostMedia = 10;

    public static IReadOnlyList<InstagramProductTag> ReadAll(IReadOnlyList<OptionReader>? tags)
    {
        List<InstagramProductTag>? read = null;
        foreach (var tag in tags ?? [])
        {
            var media = tag.Number("media", "It is a medium's place, counted from 0.", least: 0, most: MostMedia - 1) ?? 0;
            var (product, x, y) = (tag.Id("productId"), tag.Real("x"), tag.Real("y"));
            tag.RefuseTheRest();
            if (product is not null)
            {
                (read ??= []).Add(new InstagramProductTag((int)media, product, x, y));
            }
        }

        return read ?? (IReadOnlyList<InstagramProductTag>)[];
    }
}
