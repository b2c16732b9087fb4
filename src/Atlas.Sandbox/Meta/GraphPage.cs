using System.Text;

namespace Atlas.Sandbox.Meta;

/// <summary>Cuts a page out of a list by <c>limit</c>, <c>after</c> and <c>before</c>, and writes <c>paging</c>.</summary>
internal static class GraphPage
{
    public static GraphError? Write<T>(
        GraphCall call,
        IReadOnlyList<T> items,
        Func<T, string> id,
        Action<T> write,
        int defaultLimit = 25,
        int maxLimit = 100
    )
    {
        var limit = defaultLimit;
        if (call["limit"] is { } text && (!int.TryParse(text, out limit) || limit < 1))
        {
            return GraphErrors.Invalid("limit must be a positive number");
        }

        limit = Math.Min(limit, maxLimit);
        var start = 0;
        var end = items.Count;
        if (call["after"] is { Length: > 0 } after)
        {
            start = IndexOf(items, id, after) + 1;
            if (start is 0)
            {
                return GraphErrors.Invalid("Invalid cursors values");
            }
        }
        else if (call["before"] is { Length: > 0 } before)
        {
            end = IndexOf(items, id, before);
            if (end < 0)
            {
                return GraphErrors.Invalid("Invalid cursors values");
            }

            start = Math.Max(0, end - limit);
        }

        end = Math.Min(end, start + limit);
        var json = call.Json;
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        for (var i = start; i < end; i++)
        {
            write(items[i]);
        }

        json.WriteEndArray();
        if (end > start)
        {
            WritePaging(
                call,
                Cursor(id(items[start])),
                Cursor(id(items[end - 1])),
                hasPrevious: start > 0,
                isFull: end - start == limit
            );
        }

        json.WriteEndObject();
        return null;
    }

    // As the network does it: a full page has a next one, which may turn out to be empty.
    private static void WritePaging(GraphCall call, string before, string after, bool hasPrevious, bool isFull)
    {
        var json = call.Json;
        json.WriteStartObject("paging"u8);
        json.WriteStartObject("cursors"u8);
        json.WriteString("before"u8, before);
        json.WriteString("after"u8, after);
        json.WriteEndObject();
        if (isFull)
        {
            json.WriteString("next"u8, Link(call, "after", after));
        }

        if (hasPrevious)
        {
            json.WriteString("previous"u8, Link(call, "before", before));
        }

        json.WriteEndObject();
    }

    private static string Link(GraphCall call, string direction, string cursor)
    {
        var link = new StringBuilder(call.BaseUrl).Append(call.Http.Request.Path.Value).Append('?');
        foreach (var (name, value) in call.Parameters.All)
        {
            // A token that came as a header is not repeated in the link.
            if (name is "after" or "before" or "appsecret_proof" || (name is "access_token" && !call.Parameters.TokenInQuery))
            {
                continue;
            }

            link.Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value)).Append('&');
        }

        return link.Append(direction).Append('=').Append(Uri.EscapeDataString(cursor)).ToString();
    }

    private static string Cursor(string id) => Convert.ToBase64String(Encoding.ASCII.GetBytes(id));

    private static int IndexOf<T>(IReadOnlyList<T> items, Func<T, string> id, string cursor)
    {
        Span<byte> wanted = stackalloc byte[64];
        if (!Convert.TryFromBase64String(cursor, wanted, out var length))
        {
            return -1;
        }

        var text = Encoding.ASCII.GetString(wanted[..length]);
        for (var i = 0; i < items.Count; i++)
        {
            if (id(items[i]) == text)
            {
                return i;
            }
        }

        return -1;
    }
}
