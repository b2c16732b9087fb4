namespace Atlas.Functions.Reference;

/// <summary>How the app's own small pages look, in light and dark.</summary>
internal static class PageStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--bg:#fff;--fg:#1c1e21;--soft:#5b6470;--line:#dde1e6;--code:#f4f6f8;--accent:#0b57d0}
        @media(prefers-color-scheme:dark){:root{--bg:#15181c;--fg:#e4e7eb;--soft:#9aa4b0;--line:#2d333b;--code:#1e2329;--accent:#8ab4f8}}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:62rem;padding:2rem 1.25rem 5rem;background:var(--bg);color:var(--fg);font:16px/1.55 system-ui,sans-serif}
        a{color:var(--accent)}h1{line-height:1.2}h2{margin:3rem 0 .5rem;padding-bottom:.3rem;border-bottom:1px solid var(--line)}
        h3{margin:2rem 0 .25rem;font-size:1.05rem;overflow-wrap:anywhere}p{margin:.4rem 0}
        code,.path{font-family:ui-monospace,monospace;font-size:.92em}code{background:var(--code);padding:.08em .35em;border-radius:4px}
        .verb{display:inline-block;min-width:4.2em;font-weight:700;color:var(--accent)}.soft{color:var(--soft)}
        table{border-collapse:collapse;width:100%;margin:.5rem 0;font-size:.93rem}
        th,td{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--line)}
        th{font-weight:600;color:var(--soft)}.scroll{overflow-x:auto}ul{padding-left:1.2rem}
        """;
}
