using System.Text;

namespace Atlas.Functions.Reference;

/// <summary>What stands at the root while no dashboard has been built.</summary>
internal static class HomePage
{
    public static ReadOnlyMemory<byte> Html { get; } =
        Encoding.UTF8.GetBytes(
            $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
            <title>Atlas Engine</title><style>{PageStyle.Css}</style></head>
            <body><main>
            <h1>Atlas Engine</h1>
            <p>The engine runs. Its dashboard has not been built, so there is nothing to see here yet.</p>
            <ul>
            <li><a href="/api/reference">API reference</a></li>
            <li><a href="/api/openapi.json">The contract as OpenAPI</a></li>
            <li><a href="/api/health">Health</a></li>
            </ul>
            </main></body></html>
            """
        );
}
