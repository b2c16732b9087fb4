using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Mastodon;

/// <param name="Minutes">How long votes are taken.</param>
/// <param name="Multiple">Whether a reader may choose several.</param>
/// <param name="HideTotals">Whether the counts are hidden until it ends.</param>
internal sealed record MastodonPollOption(IReadOnlyList<string> Choices, int Minutes, bool? Multiple, bool? HideTotals)
{
    private const int UsualMinutes = 24 * 60;

    public static MastodonPollOption? Read(OptionReader? poll)
    {
        if (poll is null)
        {
            return null;
        }

        var read = new MastodonPollOption(
            poll.Texts("choices") ?? [],
            (int)(poll.Number("minutes", "It is a whole number of minutes.", least: 0, most: int.MaxValue / 60) ?? UsualMinutes),
            poll.Flag("multiple"),
            poll.Flag("hideTotals")
        );
        poll.RefuseTheRest();
        return read;
    }
}
