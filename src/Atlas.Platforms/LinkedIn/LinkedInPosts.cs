using Atlas.Core.Media;
using Atlas.Core.Platforms;

namespace Atlas.Platforms.LinkedIn;

/// <summary>What a post is made of, as the API wants it.</summary>
internal static class LinkedInPosts
{
    public static CreatePost Body(PublishWork work, IReadOnlyList<string> uploaded)
    {
        var options = LinkedInPostOptions.Read(work.Content.Options);
        return new CreatePost
        {
            Author = LinkedInAuthor.Of(work.Channel).Urn,
            Commentary = LittleText.Write(work.Content.Text),
            Visibility = options.WireVisibility,
            IsReshareDisabledByAuthor = options.DisableReshare,
            Content = Content(work, uploaded, options),
        };
    }

    private static LinkedInPostContent? Content(PublishWork work, IReadOnlyList<string> uploaded, LinkedInPostOptions options)
    {
        var content = work.Content;
        return LinkedInFormats.Of(content, work.Media) switch
        {
            LinkedInFormat.Article => new LinkedInPostContent
            {
                Article = new LinkedInArticle(content.Link, content.Title, options.Description, uploaded.FirstOrDefault()),
            },
            LinkedInFormat.Text when options.Poll is { } poll => new LinkedInPostContent
            {
                Poll = new LinkedInPoll(
                    poll.Question,
                    [.. poll.Choices.Select(choice => new LinkedInPollChoice(choice))],
                    new LinkedInPollSettings(poll.WireDuration)
                ),
            },
            LinkedInFormat.Image => new LinkedInPostContent
            {
                Media = new LinkedInPostMedia(uploaded[0], content.Title, AltText(work, 0)),
            },
            LinkedInFormat.MultiImage => new LinkedInPostContent
            {
                MultiImage = new LinkedInMultiImage([
                    .. uploaded.Select((urn, i) => new LinkedInPostMedia(urn, AltText: AltText(work, i))),
                ]),
            },
            LinkedInFormat.Video => new LinkedInPostContent { Media = new LinkedInPostMedia(uploaded[0], content.Title) },
            LinkedInFormat.Document => new LinkedInPostContent
            {
                Media = new LinkedInPostMedia(uploaded[0], TitleOf(content.Title, work.Media[0])),
            },
            _ => null,
        };
    }

    /// <summary>LinkedIn shows no document without a title.</summary>
    public static string TitleOf(string? title, MediaAsset document) =>
        title is { Length: > 0 } ? title : Path.GetFileNameWithoutExtension(document.FileName);

    public static string? AltText(PublishWork work, int index) => work.Content.Media[index].AltText ?? work.Media[index].AltText;
}
