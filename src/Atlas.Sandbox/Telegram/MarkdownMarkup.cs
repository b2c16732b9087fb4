using System.Text;

namespace Atlas.Sandbox.Telegram;

/// <summary>MarkdownV2: every reserved character is either markup or must be escaped.</summary>
internal sealed class MarkdownMarkup(string source)
{
    private const string Reserved = "_*[]()~`>#+-=|{}.!";

    private static readonly (string Mark, string Type)[] Marks =
    [
        ("```", "pre"),
        ("__", "underline"),
        ("||", "spoiler"),
        ("*", "bold"),
        ("_", "italic"),
        ("~", "strikethrough"),
        ("`", "code"),
    ];

    private readonly StringBuilder _plain = new();
    private readonly List<TelegramEntity> _entities = [];
    private readonly List<(string Mark, int Start)> _open = [];

    public (TelegramText Text, string? Problem) Read()
    {
        var at = 0;
        while (at < source.Length)
        {
            if (Step(ref at) is { } problem)
            {
                return (TelegramText.None, "can't parse entities: " + problem);
            }
        }

        return _open is [.., var left]
            ? (TelegramText.None, $"can't parse entities: Can't find end of the entity that \"{left.Mark}\" begins")
            : (new TelegramText(_plain.ToString(), [.. _entities.OrderBy(entity => entity.Offset)]), null);
    }

    private string? Step(ref int at)
    {
        var c = source[at];
        var isCode = _open is [.., { Mark: "`" or "```" }];
        if (c is '\\' && at + 1 < source.Length && source[at + 1] < 127)
        {
            _plain.Append(source[at + 1]);
            at += 2;
            return null;
        }

        if (Mark(at, isCode) is { } mark)
        {
            Toggle(mark);
            at += mark.Mark.Length;
            return null;
        }

        if (!isCode && c is '[')
        {
            _open.Add(("[", _plain.Length));
            at++;
            return null;
        }

        if (!isCode && c is ']' && _open is [.., { Mark: "[" } link])
        {
            return Link(ref at, link.Start);
        }

        if (!isCode && c is '>' && (at is 0 || source[at - 1] is '\n'))
        {
            at++; // a quotation
            return null;
        }

        if (!isCode && Reserved.Contains(c))
        {
            return $"Character '{c}' is reserved and must be escaped with the preceding '\\'";
        }

        _plain.Append(c);
        at++;
        return null;
    }

    private (string Mark, string Type)? Mark(int at, bool isCode)
    {
        foreach (var mark in Marks)
        {
            if (string.CompareOrdinal(source, at, mark.Mark, 0, mark.Mark.Length) is 0)
            {
                return isCode && _open[^1].Mark != mark.Mark ? null : mark;
            }
        }

        return null;
    }

    private void Toggle((string Mark, string Type) mark)
    {
        if (_open is not [.., var last] || last.Mark != mark.Mark)
        {
            _open.Add((mark.Mark, _plain.Length));
            return;
        }

        _open.RemoveAt(_open.Count - 1);
        Add(mark.Type, last.Start, null);
    }

    private string? Link(ref int at, int start)
    {
        var end = at + 1 < source.Length && source[at + 1] is '(' ? source.IndexOf(')', at) : -1;
        if (end < 0)
        {
            return "Character ']' is reserved and must be escaped with the preceding '\\'";
        }

        _open.RemoveAt(_open.Count - 1);
        Add("text_link", start, source[(at + 2)..end].Replace("\\", ""));
        at = end + 1;
        return null;
    }

    private void Add(string type, int start, string? url)
    {
        if (_plain.Length > start)
        {
            _entities.Add(new TelegramEntity(type, start, _plain.Length - start, url));
        }
    }
}
