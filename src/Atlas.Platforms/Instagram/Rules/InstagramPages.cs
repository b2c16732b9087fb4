namespace Atlas.Platforms.Instagram.Rules;

/// <summary>The pages that state the rules.</summary>
internal static class InstagramPages
{
    public const string MediaPage = "Instagram Platform: IG User Media";
    public const string PublishingGuide = "Instagram Platform: Content Publishing";
    public const string ErrorPage = "Instagram Platform: Error Codes";
}
