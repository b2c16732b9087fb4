namespace Atlas.Platforms.X.Rules;

/// <summary>The pages that state the rules.</summary>
internal static class XPages
{
    public const string PostsPage = "X API: Create Post";
    public const string CountingPage = "X: Counting Characters";
    public const string MediaPage = "X API: Media Best Practices";
}
