using System.Text;

namespace Atlas.Sandbox.LinkedIn;

/// <summary>
/// Reads a commentary as LinkedIn does: a reserved character that is neither escaped nor part of a mention or hashtag silently
/// ends the text.
/// </summary>
internal sealed class LittleTextReader(string source)
{
    private const string Reserved = @"|{}@[]()<>*_~";

    private readonly StringBuilder _plain = new();
    private int _at;

    /// <summary>URNs that the text mentions.</summary>
    public List<string> Mentions { get; } = [];

    public List<string> Hashtags { get; } = [];

    /// <summary>As readers see it.</summary>
    public string Plain => _plain.ToString();

    /// <summary>What LinkedIn keeps of the source.</summary>
    public string Kept => source[.._at];

    public static LittleTextReader Read(string source)
    {
        var reader = new LittleTextReader(source);
        while (reader._at < source.Length && reader.Step()) { }

        return reader;
    }

    private bool Step()
    {
        var c = source[_at];
        if (c is '\\' && _at + 1 < source.Length)
        {
            _plain.Append(source[_at + 1]);
            _at += 2;
            return true;
        }

        if (c is '@')
        {
            return Mention();
        }

        if (c is '{')
        {
            return Template();
        }

        if (c is '#')
        {
            return Hashtag();
        }

        if (c is '\\' || Reserved.Contains(c))
        {
            return false;
        }

        _plain.Append(c);
        _at++;
        return true;
    }

    private bool Mention()
    {
        var at = _at + 1;
        if (
            Take(ref at, '[')
            && Until(ref at, ']') is { Length: > 0 } name
            && Take(ref at, '(')
            && Until(ref at, ')') is { } urn
            && (urn.StartsWith("urn:li:person:") || urn.StartsWith("urn:li:organization:"))
        )
        {
            Mentions.Add(urn);
            _plain.Append(name);
            _at = at;
            return true;
        }

        return false;
    }

    private bool Template()
    {
        var at = _at;
        if (source.AsSpan(at).StartsWith("{hashtag|"))
        {
            at += "{hashtag|".Length;
            if (Until(ref at, '|') is "#" or "＃" && Until(ref at, '}') is { Length: > 0 } tag)
            {
                Hashtags.Add(tag);
                _plain.Append('#').Append(tag);
                _at = at;
                return true;
            }
        }

        return false;
    }

    private bool Hashtag()
    {
        var end = _at + 1;
        while (end < source.Length && char.IsLetterOrDigit(source[end]))
        {
            end++;
        }

        if (end == _at + 1)
        {
            return false;
        }

        Hashtags.Add(source[(_at + 1)..end]);
        _plain.Append(source, _at, end - _at);
        _at = end;
        return true;
    }

    private bool Take(ref int at, char c) => at < source.Length && source[at] == c && ++at > 0;

    /// <summary>Up to an unescaped character, which is taken too; null when it doesn't come.</summary>
    private string? Until(ref int at, char end)
    {
        var text = new StringBuilder();
        for (; at < source.Length; at++)
        {
            if (source[at] == end)
            {
                at++;
                return text.ToString();
            }

            if (source[at] is '\\' && at + 1 < source.Length)
            {
                at++;
            }
            else if (source[at] is not ':' && Reserved.Contains(source[at]) && end is not ')')
            {
                return null;
            }

            text.Append(source[at]);
        }

        return null;
    }
}
