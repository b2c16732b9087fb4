namespace Atlas.Capacity.App;

internal static class SandboxSettings
{
    /// <summary>What <c>./atlas up</c> tells the app so that the sandbox plays the networks.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> For(Uri sandbox) =>
        from line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "app.env"))
        where !line.StartsWith('#')
        let parts = line.Split('=', 2)
        where parts.Length == 2
        select KeyValuePair.Create(
            parts[0].Replace("__", ":", StringComparison.Ordinal),
            (string?)parts[1].Replace("{sandbox}", sandbox.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
        );
}
