using Atlas.Core;
using Atlas.Core.Problems;
using Atlas.Core.Scheduling;
using Microsoft.AspNetCore.Http;

namespace Atlas.Functions.Api;

/// <summary>Reads a request's query, and remembers the first thing in it that can't be taken.</summary>
internal sealed class RequestParameters(HttpRequest request)
{
    public Problem? Problem { get; private set; }

    public int Limit() =>
        Text("limit") is not { } text ? 50
        : int.TryParse(text, out var limit) && limit is >= 1 and <= 100 ? limit
        : Refuse("limit", "It is a number from 1 to 100.", 50);

    public string? Cursor() =>
        Text("cursor") is not { } text ? null
        : PageCursor.TryDecode(text, out var position) ? position
        : Refuse<string?>("cursor", "It is not one that this list has given out: leave it out to start again.", null);

    public DateTimeOffset? Instant(string name) =>
        Text(name) is not { } text ? null
        : DateTimeOffset.TryParse(text, out var instant) && text.Contains('T') ? instant
        : Refuse<DateTimeOffset?>(name, "It is an instant in ISO 8601 with its offset, such as 2026-11-22T09:00:00Z.", null);

    /// <summary>An instant, or a day such as <c>2026-11-22</c> of the calendar in <paramref name="timeZone"/>.</summary>
    /// <param name="endOfDay">Whether a day means its end or its start.</param>
    public DateTimeOffset? DayOrInstant(string name, string timeZone, bool endOfDay) =>
        Text(name) is { Length: 10 } text
            ? DateOnly.TryParseExact(text, "O", out var day)
            && day < DateOnly.MaxValue
            && WallClock.TryResolve($"{(endOfDay ? day.AddDays(1) : day):O}T00:00", timeZone, out var start)
                ? start.At
                : Refuse<DateTimeOffset?>(name, "It is no day of the calendar.", null)
            : Instant(name);

    public Id<T>? Id<T>(string name) =>
        Text(name) is not { } text ? null
        : Core.Id<T>.TryParse(text, out var id) ? id
        : Refuse<Id<T>?>(name, "An id has 32 hexadecimal digits.", null);

    public T? Name<T>(string name)
        where T : struct, Enum => Names<T>(name) is [var first, ..] ? first : null;

    /// <summary>A list of names, separated by commas or given several times.</summary>
    public IReadOnlyList<T> Names<T>(string name)
        where T : struct, Enum
    {
        List<T> names = [];
        foreach (
            var text in request
                .Query[name]
                .ToString()
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        )
        {
            if (Enum.TryParse<T>(text, ignoreCase: true, out var value) && !char.IsAsciiDigit(text[0]))
            {
                names.Add(value);
            }
            else
            {
                Refuse(name, $"'{text}' is none of {string.Join(", ", Enum.GetNames<T>())}.", 0);
            }
        }

        return names;
    }

    public bool Flag(string name) =>
        Text(name) is { } text && (bool.TryParse(text, out var flag) ? flag : Refuse(name, "It is true or false.", false));

    private string? Text(string name) => request.Query[name] is [{ Length: > 0 } text, ..] ? text : null;

    private T Refuse<T>(string name, string message, T instead)
    {
        Problem ??= Core.Problems.Problem.InvalidParameter(name, message);
        return instead;
    }
}
