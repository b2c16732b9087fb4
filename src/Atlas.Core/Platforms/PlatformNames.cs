namespace Atlas.Core.Platforms;

/// <summary>The lower-case names of the networks, as routes, rows and the API spell them.</summary>
public static class PlatformNames
{
    private static readonly string[] s_names = [.. Enum.GetNames<Platform>().Select(name => name.ToLowerInvariant())];

    public static IReadOnlyList<string> All => s_names;

    public static string ToName(this Platform platform) => s_names[(int)platform];

    public static bool TryParse(string? name, out Platform platform)
    {
        var index = Array.IndexOf(s_names, name);
        platform = (Platform)Math.Max(index, 0);
        return index >= 0;
    }
}
