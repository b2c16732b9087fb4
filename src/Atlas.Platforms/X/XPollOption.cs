using Atlas.Platforms.Rules;

namespace Atlas.Platforms.X;

/// <param name="Minutes">How long votes are taken.</param>
internal sealed record XPollOption(IReadOnlyList<string> Choices, int Minutes)
{
    private const int UsualMinutes = 24 * 60;

    public static XPollOption? Read(OptionReader? poll)
    {
        if (poll is null)
        {
            return null;
        }

        var read = new XPollOption(
            poll.Texts("choices") ?? [],
            (int)(poll.Number("minutes", "It is a whole number of minutes.", least: 0, most: int.MaxValue) ?? UsualMinutes)
        );
        poll.RefuseTheRest();
        return read;
    }
}
