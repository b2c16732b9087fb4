namespace Atlas.Sandbox.Threads;

internal static class ThreadsScopes
{
    public const string Basic = "threads_basic";
    public const string Publish = "threads_content_publish";
    public const string ReadReplies = "threads_read_replies";
    public const string ManageReplies = "threads_manage_replies";
    public const string Delete = "threads_delete";
    public const string Places = "threads_location_tagging";

    public static readonly string[] Usual =
    [
        Basic,
        Publish,
        ReadReplies,
        ManageReplies,
        Delete,
        "threads_manage_insights",
        Places,
    ];

    public static readonly string[] All =
    [
        .. Usual,
        "threads_manage_mentions",
        "threads_keyword_search",
        "threads_profile_discovery",
    ];
}
