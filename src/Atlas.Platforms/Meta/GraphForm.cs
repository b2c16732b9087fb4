using System.Net.Http.Headers;
using System.Text;

namespace Atlas.Platforms.Meta;

/// <summary>
/// Writes a form-encoded body. A write always has one: the connection pool silently sends a request without a body once
/// more when a kept-alive connection turns out to be dead.
/// </summary>
internal sealed class GraphForm
{
    private static readonly MediaTypeHeaderValue s_contentType = new("application/x-www-form-urlencoded");

    private readonly StringBuilder _text = new(256);

    public GraphForm Add(string name, string? value)
    {
        if (value is not null)
        {
            _text.Append(_text.Length == 0 ? "" : "&").Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return this;
    }

    public GraphForm Add(string name, bool? value) => Add(name, value is { } set ? (set ? "true" : "false") : null);

    /// <summary>The same pairs as a query, with its question mark.</summary>
    public string ToQuery() => _text.Length == 0 ? "" : $"?{_text}";

    public HttpContent ToContent()
    {
        // Everything is percent-encoded, so a character is a byte.
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes(_text.ToString()));
        content.Headers.ContentType = s_contentType;
        return content;
    }
}
