using Atlas.Core.Platforms;
using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Facebook;

/// <summary>Changing the text of a live post, and deleting it. Both may be repeated.</summary>
/// <seealso href="https://developers.facebook.com/docs/pages-api/posts"/>
internal sealed class FacebookChanges(FacebookApi api, FacebookVerdicts verdicts)
{
    private const string Source = "Pages API: Posts";

    public async Task<StepAnswer> EditAsync(PublishWork work, string postId, CancellationToken cancellationToken)
    {
        var format = FacebookFormats.Of(work.Content, work.Media);
        if (format is FacebookFormat.Story)
        {
            return NotOffered("A story has no text that could be changed.", "Delete it in the Facebook app, or let it end.");
        }

        var form = format is FacebookFormat.Video or FacebookFormat.Reel
            ? new GraphForm().Add("description", work.Content.Text).Add("name", work.Content.Title)
            : new GraphForm().Add("message", work.Content.Text);
        var answer = await api.ChangeAsync(FacebookAccess.Of(work), postId, form, cancellationToken);
        return answer.Read(FacebookJson.Default.FacebookPublished) is { Success: true }
            ? new StepAnswer.Done(postId, Permalink: null, PublishedAt: null, work.Cursor) { Call = answer.Call }
            : verdicts.Visible(answer, new GraphResume(work.Cursor));
    }

    public async Task<StepAnswer> DeleteAsync(PublishWork work, string postId, CancellationToken cancellationToken)
    {
        if (FacebookFormats.Of(work.Content, work.Media) is FacebookFormat.Story)
        {
            return NotOffered("Facebook's interface can't delete stories.", "Delete it in the Facebook app, or let it end.");
        }

        var access = FacebookAccess.Of(work);
        var answer = await api.DeleteAsync(access, postId, cancellationToken);
        if (answer.Read(FacebookJson.Default.FacebookPublished) is { Success: true })
        {
            return Gone(answer);
        }

        if (!GraphLive.IsMissing(answer))
        {
            return verdicts.Visible(answer, new GraphResume(work.Cursor));
        }

        // A missing object reads like a missing permission. Who may read the Page's posts and not this one has no such post.
        var read = await api.ReadIdAsync(access, postId, cancellationToken);
        var page = await api.ReadIdAsync(access, access.PageId, cancellationToken);
        return GraphLive.IsMissing(read) && page.Succeeded
            ? Gone(answer)
            : verdicts.Visible(answer, new GraphResume(work.Cursor));

        StepAnswer.Done Gone(GraphAnswer told) =>
            new(postId, Permalink: null, PublishedAt: null, work.Cursor) { Call = told.Call };
    }

    public async Task<LiveAnswer> ReadAsync(PublishWork work, string postId, CancellationToken cancellationToken)
    {
        var access = FacebookAccess.Of(work);
        var isVideo = FacebookFormats.Of(work.Content, work.Media) is FacebookFormat.Video or FacebookFormat.Reel;
        var answer = await api.ReadTextsAsync(access, postId, isVideo ? "description,title" : "message", cancellationToken);
        if (answer.Read(FacebookJson.Default.FacebookTexts) is { Id: not null } live)
        {
            return new LiveAnswer.Shown(
                isVideo
                    ? FacebookFinder.SameText(work.Content.Text, live.Description)
                        && (work.Content.Title is null || FacebookFinder.SameText(work.Content.Title, live.Title))
                    : FacebookFinder.SameText(work.Content.Text, live.Message)
            );
        }

        return GraphLive.IsMissing(answer) && (await api.ReadIdAsync(access, access.PageId, cancellationToken)).Succeeded
            ? new LiveAnswer.Gone()
            : GraphLive.NotRead(verdicts.Product, answer);
    }

    private StepAnswer.Refused NotOffered(string message, string nextStep) =>
        verdicts.Refused(
            answer: null,
            RefusalClass.Rejected,
            new PlatformProblem("atlas/story", message, nextStep, Source),
            cursor: null
        );
}
