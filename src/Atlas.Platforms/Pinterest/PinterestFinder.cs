using System.Globalization;
using System.Text.RegularExpressions;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Pinterest;

/// <summary>Looks on the board whether a pin is live whose answer was lost.</summary>
/// <seealso href="https://developers.pinterest.com/docs/api/v5/boards-list_pins"/>
internal sealed partial class PinterestFinder(PinterestApi api, PinterestAnswers answers, IOptions<PinterestOptions> options)
{
    private const int MostPages = 8;

    /// <summary>Pinterest's clock against ours.</summary>
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(2);

    public async Task<FindAnswer> FindAsync(PublishWork work, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        if (PinterestPostOptions.Read(work.Content.Options).BoardId is not { } board)
        {
            return new FindAnswer.Absent("The pin has no board, so none can have been made.", Certain: true);
        }

        List<(Pin Pin, DateTimeOffset At)> matches = [];
        var order = new SeenOrder();
        string? bookmark = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await api.ListPinsAsync(work.AccessToken, board, bookmark, cancellationToken);
            if (!answer.Succeeded || answer.Read(PinterestJson.Default.PinterestPagePin) is not { Items: { } pins } list)
            {
                return answers.Unreadable("The board", answer);
            }

            matches.AddRange(
                from pin in pins
                let at = Time(pin.CreatedAt)
                where pin.Id is not null && at >= notBefore - s_skew && Matches(work, pin)
                select (pin, at.Value)
            );
            order.See(pins.Select(pin => Time(pin.CreatedAt)));
            bookmark = order.IsPast(notBefore - s_skew) ? null : list.Bookmark;
            if (bookmark is null)
            {
                break;
            }
        }

        return matches.Count > 0
                ? new FindAnswer.Found([
                    .. matches
                        .OrderBy(match => match.At) // ours is the first that came after the call, unless another publication owns it
                        .Select(match => new FoundPost(
                            match.Pin.Id!,
                            PinterestPublisher.Permalink(options.Value, match.Pin.Id!),
                            match.At,
                            "board, type, words and time match"
                        )),
                ])
            : bookmark is null ? new FindAnswer.Absent("No pin on the board has these words since.", Certain: false)
            : new FindAnswer.Unreadable("The board has more pins than can be looked through.", Ever: true);
    }

    /// <summary>Written without a zone: <c>2022-10-13T01:40:29</c>.</summary>
    public static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>No page says in which order a board lists its pins. Where newest first is what was seen, the rest is older still.</summary>
    private sealed class SeenOrder
    {
        private DateTimeOffset? _last = DateTimeOffset.MaxValue;

        public void See(IEnumerable<DateTimeOffset?> times)
        {
            foreach (var time in times)
            {
                _last = time <= _last ? time : null; // null for good: it is in no such order
            }
        }

        public bool IsPast(DateTimeOffset instant) => _last < instant;
    }

    private static bool Matches(PublishWork work, Pin pin) =>
        SameText(work.Content.Title, pin.Title)
        && SameText(work.Content.Text, pin.Description)
        && (pin.Media?.Type is null || pin.Media.Type == Type(work));

    private static string Type(PublishWork work) =>
        PinterestFormats.Of(work.Content, work.Media) switch
        {
            PinterestFormat.Video => "video",
            PinterestFormat.Carousel => "multiple_images",
            _ => "image",
        };

    private static bool SameText(string? ours, string? theirs) => Plain(ours) == Plain(theirs);

    private static string Plain(string? text) => WhiteSpace().Replace(text ?? "", " ").Trim();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WhiteSpace();
}
