using Atlas.Platforms.Rules;

namespace Atlas.Platforms.LinkedIn;

/// <summary>A question below the text.</summary>
/// <param name="Days">How long votes are taken.</param>
internal sealed record LinkedInPollOption(string Question, IReadOnlyList<string> Choices, int Days)
{
    private const int UsualDays = 3;

    private static readonly (int Days, string Wire)[] s_durations =
    [
        (1, "ONE_DAY"),
        (3, "THREE_DAYS"),
        (7, "SEVEN_DAYS"),
        (14, "FOURTEEN_DAYS"),
    ];

    public static string DurationsInWords => string.Join(", ", s_durations.Select(duration => duration.Days));

    /// <summary>As the API names it; null where it has no such duration.</summary>
    public string? WireDuration => s_durations.FirstOrDefault(duration => duration.Days == Days).Wire;

    public static LinkedInPollOption? Read(OptionReader? poll)
    {
        if (poll is null)
        {
            return null;
        }

        var read = new LinkedInPollOption(
            poll.Text("question") ?? "",
            poll.Texts("choices") ?? [],
            (int)(poll.Number("days", "It is a whole number of days.", least: 1, most: 365) ?? UsualDays)
        );
        poll.RefuseTheRest();
        return read;
    }
}
