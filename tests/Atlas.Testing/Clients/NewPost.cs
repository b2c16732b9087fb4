namespace Atlas.Testing.Clients;

/// <param name="Type"><c>post</c>, <c>reel</c> or <c>story</c>.</param>
public sealed record NewPost(
    IReadOnlyList<string> Channels,
    string Text,
    IReadOnlyList<string> Media,
    DateTimeOffset? At = null,
    string Type = "post",
    string? FirstComment = null
);
