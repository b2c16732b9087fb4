using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

/// <summary>The calls on accounts, containers, media and comments, with the scopes and parameters that each takes.</summary>
internal static class InstagramOperations
{
    private static readonly string[] Basic = ["instagram_basic", "instagram_business_basic"];
    private static readonly string[] Publish = ["instagram_content_publish", "instagram_business_content_publish"];
    private static readonly string[] Comment = ["instagram_manage_comments", "instagram_business_manage_comments"];
    private static readonly string[] Insight = ["instagram_manage_insights", "instagram_business_manage_insights"];

    private static readonly string[] Paging = ["limit", "after", "before"];

    public static readonly GraphOperation ReadContainer = new("instagram.container.read", ContainerReads.ReadAsync, [])
    {
        Scopes = Basic,
    };

    public static readonly GraphOperation Upload = new("instagram.container.upload", InstagramUploads.ReceiveAsync, [])
    {
        Scopes = Publish,
    };

    private static readonly GraphOperation ReadAccount = new("instagram.account.read", AccountReads.ReadAsync, [])
    {
        Scopes = Basic,
    };

    private static readonly GraphOperation CreateContainer = new(
        "instagram.container.create",
        ContainerCreation.CreateAsync,
        ContainerParameters.Names
    )
    {
        Scopes = Publish,
    };

    private static readonly GraphOperation PublishContainer = new(
        "instagram.publish",
        ContainerPublishing.PublishAsync,
        ["creation_id"]
    )
    {
        Scopes = Publish,
    };

    private static readonly GraphOperation ReadQuota = new("instagram.quota.read", AccountReads.ReadQuotaAsync, ["since"])
    {
        Scopes = Publish,
    };

    private static readonly GraphOperation ListMedia = new(
        "instagram.media.list",
        MediaReads.ListAsync,
        [.. Paging, "since", "until"]
    )
    {
        Scopes = Basic,
    };

    private static readonly GraphOperation ListStories = new("instagram.story.list", MediaReads.ListStoriesAsync, Paging)
    {
        Scopes = Basic,
    };

    private static readonly GraphOperation AccountInsights = new(
        "instagram.account.insights",
        Insights.OfAccountAsync,
        ["metric", "period", "metric_type", "since", "until", "breakdown", "timeframe"]
    )
    {
        Scopes = Insight,
    };

    private static readonly GraphOperation ReadMedia = new("instagram.media.read", MediaReads.ReadAsync, []) { Scopes = Basic };

    private static readonly GraphOperation ListChildren = new("instagram.media.children", MediaReads.ListChildrenAsync, Paging)
    {
        Scopes = Basic,
    };

    private static readonly GraphOperation ListCollaborators = new(
        "instagram.media.collaborators",
        MediaReads.ListCollaboratorsAsync,
        []
    )
    {
        Scopes = Basic,
        FacebookLoginOnly = true,
    };

    private static readonly GraphOperation UpdateMedia = new(
        "instagram.media.update",
        MediaChanges.UpdateAsync,
        ["comment_enabled"]
    )
    {
        Scopes = Comment,
    };

    private static readonly GraphOperation DeleteMedia = new("instagram.media.delete", MediaChanges.DeleteAsync, [])
    {
        Scopes = ["instagram_manage_contents"],
        FacebookLoginOnly = true,
    };

    private static readonly GraphOperation MediaInsights = new(
        "instagram.media.insights",
        Insights.OfMediaAsync,
        ["metric", "period", "breakdown", "metric_type"]
    )
    {
        Scopes = Insight,
    };

    private static readonly GraphOperation CreateComment = new(
        "instagram.comment.create",
        CommentChanges.CreateAsync,
        ["message"]
    )
    {
        Scopes = Comment,
    };

    private static readonly GraphOperation ListComments = new("instagram.comment.list", CommentReads.ListAsync, Paging)
    {
        Scopes = Comment,
    };

    private static readonly GraphOperation ReadComment = new("instagram.comment.read", CommentReads.ReadAsync, [])
    {
        Scopes = Comment,
    };

    private static readonly GraphOperation Reply = new("instagram.comment.reply", CommentChanges.ReplyAsync, ["message"])
    {
        Scopes = Comment,
    };

    private static readonly GraphOperation ListReplies = new("instagram.comment.replies", CommentReads.ListRepliesAsync, Paging)
    {
        Scopes = Comment,
    };

    private static readonly GraphOperation HideComment = new("instagram.comment.hide", CommentChanges.HideAsync, ["hide"])
    {
        Scopes = Comment,
    };

    private static readonly GraphOperation DeleteComment = new("instagram.comment.delete", CommentChanges.DeleteAsync, [])
    {
        Scopes = Comment,
    };

    public static GraphOperation? OnAccount(string method, string edge) =>
        (method, edge) switch
        {
            ("GET", "") => ReadAccount,
            ("POST", "media") => CreateContainer,
            ("POST", "media_publish") => PublishContainer,
            ("GET", "content_publishing_limit") => ReadQuota,
            ("GET", "media") => ListMedia,
            ("GET", "stories") => ListStories,
            ("GET", "insights") => AccountInsights,
            _ => null,
        };

    public static GraphOperation? OnMedia(string method, string edge) =>
        (method, edge) switch
        {
            ("GET", "") => ReadMedia,
            ("POST", "") => UpdateMedia,
            ("DELETE", "") => DeleteMedia,
            ("GET", "children") => ListChildren,
            ("GET", "collaborators") => ListCollaborators,
            ("GET", "insights") => MediaInsights,
            ("GET", "comments") => ListComments,
            ("POST", "comments") => CreateComment,
            _ => null,
        };

    public static GraphOperation? OnComment(string method, string edge) =>
        (method, edge) switch
        {
            ("GET", "") => ReadComment,
            ("POST", "") => HideComment,
            ("DELETE", "") => DeleteComment,
            ("GET", "replies") => ListReplies,
            ("POST", "replies") => Reply,
            _ => null,
        };
}
