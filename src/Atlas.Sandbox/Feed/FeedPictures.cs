using System.Text;

namespace Atlas.Sandbox.Feed;

/// <summary>Pictures that are drawn rather than stored.</summary>
internal static class FeedPictures
{
    private static readonly (string From, string To)[] Palettes =
    [
        ("#c2410c", "#f59e0b"),
        ("#0f4c81", "#38bdf8"),
        ("#14532d", "#65a30d"),
        ("#6d28d9", "#f472b6"),
        ("#134e4a", "#2dd4bf"),
        ("#7f1d1d", "#fb7185"),
    ];

    public static readonly byte[] Play = Encoding.UTF8.GetBytes(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 160"><rect width="90" height="160" fill="#20242c"/><path d="M36 62l26 18-26 18z" fill="#fff"/></svg>
        """
    );

    public static byte[] Avatar(string username, string name)
    {
        var (from, to) = Palettes[username.Sum(c => c) % Palettes.Length];
        var initials = string.Concat(
            name.Split([' ', '.', '_'], StringSplitOptions.RemoveEmptyEntries)
                .Take(2)
                .Select(word => char.ToUpperInvariant(word[0]))
        );
        return Encoding.UTF8.GetBytes(
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="{from}"/><stop offset="1" stop-color="{to}"/></linearGradient></defs><rect width="96" height="96" fill="url(#g)"/><text x="48" y="50" fill="#fff" font-family="system-ui, sans-serif" font-size="36" font-weight="600" text-anchor="middle" dominant-baseline="middle">{HtmlPage.Escape(
                initials
            )}</text></svg>
            """
        );
    }
}
