namespace Atlas.Platforms.LinkedIn.Rules;

/// <summary>The pages that state the rules.</summary>
internal static class LinkedInPages
{
    public const string PostsPage = "LinkedIn Community Management: Posts API";
    public const string ImagesPage = "LinkedIn Community Management: Images API";
    public const string MultiImagePage = "LinkedIn Community Management: MultiImage API";
    public const string VideosPage = "LinkedIn Community Management: Videos API";
    public const string DocumentsPage = "LinkedIn Community Management: Documents API";
    public const string CommentsPage = "LinkedIn Community Management: Comments API";
    public const string PollPage = "LinkedIn Community Management: Poll API";
    public const string LittleTextPage = "LinkedIn Community Management: little Text Format";
}
