using System.Net;
using System.Text;

namespace Atlas.Sandbox.Telegram;

/// <summary>The few HTML tags that the Bot API takes; others, and tags that don't close, are refused.</summary>
internal sealed class HtmlMarkup(string source)
{
    private readonly StringBuilder _plain = new();
    private readonly List<TelegramEntity> _entities = [];
    private readonly Stack<(string Tag, string Type, int Start, string? Url)> _open = new();

    public (TelegramText Text, string? Problem) Read()
    {
        var at = 0;
        while (at < source.Length)
        {
            if (source[at] is not '<')
            {
                var next = source.IndexOf('<', at) is var found && found < 0 ? source.Length : found;
                _plain.Append(WebUtility.HtmlDecode(source[at..next]));
                at = next;
                continue;
            }

            var end = source.IndexOf('>', at);
            var problem = end < 0 ? Broken($"Unclosed start tag at byte offset {Offset(at)}") : Tag(source[(at + 1)..end], at);
            if (problem is not null)
            {
                return (TelegramText.None, problem);
            }

            at = end + 1;
        }

        return _open.TryPeek(out var left)
            ? (TelegramText.None, Broken($"Can't find end tag corresponding to start tag \"{left.Tag}\""))
            : (new TelegramText(_plain.ToString(), [.. _entities.OrderBy(entity => entity.Offset)]), null);
    }

    private string? Tag(string inner, int at)
    {
        if (inner.StartsWith('/'))
        {
            var closed = inner[1..].Trim().ToLowerInvariant();
            if (!_open.TryPop(out var open) || open.Tag != closed)
            {
                return Broken(
                    $"Unmatched end tag at byte offset {Offset(at)}, expected \"</{open.Tag}>\", found \"</{closed}>\""
                );
            }

            if (_plain.Length > open.Start)
            {
                _entities.Add(new TelegramEntity(open.Type, open.Start, _plain.Length - open.Start, open.Url));
            }

            return null;
        }

        var tag = inner.Split(' ')[0].ToLowerInvariant();
        if (TypeOf(tag) is not { } type)
        {
            return Broken($"Unsupported start tag \"{tag}\" at byte offset {Offset(at)}");
        }

        _open.Push((tag, type, _plain.Length, tag is "a" ? Href(inner) : null));
        return null;
    }

    private int Offset(int at) => Encoding.UTF8.GetByteCount(source.AsSpan(0, at));

    private static string Broken(string why) => "can't parse entities: " + why;

    private static string? Href(string tag)
    {
        var start = tag.IndexOf("href=\"");
        var end = start < 0 ? -1 : tag.IndexOf('"', start + 6);
        return end < 0 ? null : WebUtility.HtmlDecode(tag[(start + 6)..end]);
    }

    private static string? TypeOf(string tag) =>
        tag switch
        {
            "b" or "strong" => "bold",
            "i" or "em" => "italic",
            "u" or "ins" => "underline",
            "s" or "strike" or "del" => "strikethrough",
            "span" or "tg-spoiler" => "spoiler",
            "a" => "text_link",
            "code" => "code",
            "pre" => "pre",
            "blockquote" => "blockquote",
            _ => null,
        };
}
