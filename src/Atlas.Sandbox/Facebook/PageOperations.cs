using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Facebook;

/// <summary>The calls on Pages and what they hold, with the scopes and parameters that each takes.</summary>
internal static class PageOperations
{
    private static readonly string[] Publish = ["pages_manage_posts"];
    private static readonly string[] Read = ["pages_read_engagement"];
    private static readonly string[] Engage = ["pages_manage_engagement"];
    private static readonly string[] Paging = ["limit", "after", "before"];

    private static readonly string[] Phases = ["upload_phase", "video_id", "title", "description", "targeting", "place"];

    public static readonly GraphOperation Upload = new("facebook.video.upload", VideoBytes.ReceiveAsync, []) { Scopes = Publish };

    private static readonly GraphOperation CreatePost = new(
        "facebook.post.create",
        FeedPosts.CreateAsync,
        [
            "message",
            "link",
            "attached_media",
            "published",
            "place",
            "targeting",
            "feed_targeting",
            "text_format_preset_id",
            "tags",
        ]
    )
    {
        Scopes = Publish,
    };

    private static readonly GraphOperation CreatePhoto = new(
        "facebook.photo.create",
        PagePhotos.CreateAsync,
        ["url", "message", "caption", "published", "alt_text_custom", "temporary", "targeting", "place", "tags"]
    )
    {
        Scopes = Publish,
    };

    private static readonly GraphOperation VideoPhase = new(
        "facebook.video.publish",
        call => VideoPhases.RunAsync(call, VideoKind.Feed),
        [.. Phases, "upload_session_id", "start_offset", "file_size", "published", "file_url", "content_category", "content_tags"]
    )
    {
        Scopes = Publish,
    };

    private static readonly GraphOperation ReelPhase = new(
        "facebook.reel.publish",
        call => VideoPhases.RunAsync(call, VideoKind.Reel),
        [.. Phases, "video_state", "feed_targeting"]
    )
    {
        Scopes = Publish,
    };

    private static readonly GraphOperation StoryPhase = new(
        "facebook.story.publish",
        call => VideoPhases.RunAsync(call, VideoKind.Story),
        ["upload_phase", "video_id"]
    )
    {
        Scopes = Publish,
    };

    private static readonly GraphOperation PhotoStory = new("facebook.story.photo", PagePhotos.StoryAsync, ["photo_id"])
    {
        Scopes = Publish,
    };

    private static readonly GraphOperation ListPosts = new(
        "facebook.post.list",
        PostReads.ListAsync,
        [.. Paging, "since", "until"]
    )
    {
        Scopes = Read,
    };

    private static readonly GraphOperation ListStories = new(
        "facebook.story.list",
        PostReads.ListStoriesAsync,
        [.. Paging, "since", "until", "status"]
    )
    {
        Scopes = Read,
    };

    private static readonly GraphOperation ReadPost = new("facebook.post.read", PostReads.ReadAsync, []) { Scopes = Read };

    private static readonly GraphOperation ReadVideo = new("facebook.video.read", VideoReads.ReadAsync, []) { Scopes = Read };

    private static readonly GraphOperation ReadPhoto = new("facebook.photo.read", PagePhotos.ReadAsync, []) { Scopes = Read };

    private static readonly GraphOperation ChangePost = new(
        "facebook.post.update",
        PostChanges.ChangeAsync,
        ["message", "is_hidden", "is_pinned"]
    )
    {
        Scopes = Publish,
    };

    private static readonly GraphOperation ChangeVideo = new(
        "facebook.video.update",
        PostChanges.ChangeAsync,
        ["description", "name", "content_tags"]
    )
    {
        Scopes = Publish,
    };

    private static readonly GraphOperation SetThumbnail = new(
        "facebook.video.thumbnail",
        VideoReads.SetThumbnailAsync,
        ["is_preferred"]
    )
    {
        Scopes = Publish,
    };

    private static readonly GraphOperation Invite = new("facebook.video.invite", VideoReads.InviteAsync, ["target_id"])
    {
        Scopes = Publish,
    };

    private static readonly GraphOperation Delete = new("facebook.post.delete", PostChanges.DeleteAsync, []) { Scopes = Publish };

    private static readonly GraphOperation CreateComment = new("facebook.comment.create", PostComments.CreateAsync, ["message"])
    {
        Scopes = Engage,
    };

    private static readonly GraphOperation ListComments = new(
        "facebook.comment.list",
        PostComments.ListAsync,
        [.. Paging, "filter", "order", "since", "summary"]
    )
    {
        Scopes = [.. Read, "pages_read_user_content"],
    };

    private static readonly GraphOperation DeleteComment = new("facebook.comment.delete", PostComments.DeleteAsync, [])
    {
        Scopes = Engage,
    };

    private static readonly GraphOperation Subscribe = new(
        "facebook.subscription.create",
        PageSubscriptions.CreateAsync,
        ["subscribed_fields"]
    )
    {
        Scopes = ["pages_manage_metadata"],
    };

    private static readonly GraphOperation ListSubscriptions = new(
        "facebook.subscription.list",
        PageSubscriptions.ListAsync,
        Paging
    )
    {
        Scopes = ["pages_manage_metadata"],
    };

    private static readonly GraphOperation SubscribeInstagram = new(
        "instagram.subscription.create",
        PageSubscriptions.CreateAsync,
        ["subscribed_fields"]
    )
    {
        Scopes = ["instagram_business_basic"],
    };

    private static readonly GraphOperation ListInstagram = new("instagram.subscription.list", PageSubscriptions.ListAsync, Paging)
    {
        Scopes = ["instagram_business_basic"],
    };

    public static GraphOperation? OnPage(string method, string edge) =>
        (method, edge) switch
        {
            ("POST", "feed") => CreatePost,
            ("POST", "photos") => CreatePhoto,
            ("POST", "videos") => VideoPhase,
            ("POST", "video_reels") => ReelPhase,
            ("POST", "video_stories") => StoryPhase,
            ("POST", "photo_stories") => PhotoStory,
            ("GET", "feed" or "posts" or "published_posts") => ListPosts,
            ("GET", "stories") => ListStories,
            ("POST", "subscribed_apps") => Subscribe,
            ("GET", "subscribed_apps") => ListSubscriptions,
            _ => null,
        };

    public static GraphOperation? OnInstagram(string method, string edge) =>
        (method, edge) switch
        {
            ("POST", "subscribed_apps") => SubscribeInstagram,
            ("GET", "subscribed_apps") => ListInstagram,
            _ => null,
        };

    public static GraphOperation? OnPost(string method, string edge) =>
        (method, edge) switch
        {
            ("GET", "") => ReadPost,
            ("POST", "") => ChangePost,
            ("DELETE", "") => Delete,
            ("GET", "comments") => ListComments,
            ("POST", "comments") => CreateComment,
            _ => null,
        };

    public static GraphOperation? OnVideo(string method, string edge) =>
        (method, edge) switch
        {
            ("GET", "") => ReadVideo,
            ("POST", "") => ChangeVideo,
            ("DELETE", "") => Delete,
            ("GET", "comments") => ListComments,
            ("POST", "comments") => CreateComment,
            ("POST", "thumbnails") => SetThumbnail,
            ("POST", "collaborators") => Invite,
            _ => null,
        };

    public static GraphOperation? OnPhoto(string method, string edge) =>
        (method, edge) switch
        {
            ("GET", "") => ReadPhoto,
            ("DELETE", "") => Delete,
            _ => null,
        };

    public static GraphOperation? OnComment(string method, string edge) =>
        (method, edge) switch
        {
            ("DELETE", "") => DeleteComment,
            _ => null,
        };
}
