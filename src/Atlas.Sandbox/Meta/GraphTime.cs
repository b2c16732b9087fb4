using System.Globalization;

namespace Atlas.Sandbox.Meta;

internal static class GraphTime
{
    /// <summary>As the Graph API writes times: no colon in the offset.</summary>
    public static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss+0000", CultureInfo.InvariantCulture);

    /// <summary>Unix seconds or ISO 8601.</summary>
    public static DateTimeOffset? Parse(string text) =>
        long.TryParse(text, out var seconds) && seconds is >= 0 and < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(seconds)
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : null;
}
