namespace Atlas.Testing.Clients;

/// <param name="Type"><c>post</c>, <c>reel</c> or <c>story</c>.</param>
public sealed record NewPost(
    IReadOnlyList<string> Channels,
    string Text,
    IReadOnlyList<string> Media,
    DateTimeOffset? At = null,
    string Type = "post",
    string? FirstComment = null,
    NewLatePolicy? LatePolicy = null
);

/// <param name="Action"><c>publish</c>, <c>hold</c> or <c>skip</c>.</param>
public sealed record NewLatePolicy(string Action, double AfterMinutes);

public sealed record ScheduledPost(string Id, IReadOnlyList<string> PublicationIds, string? ETag)
{
    public string PublicationId => PublicationIds[0];
}
