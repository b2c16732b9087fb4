using Atlas.Core.Platforms;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.Mastodon;

/// <summary>Changes to a live status. Both are safe to repeat.</summary>
internal sealed class MastodonChanges(MastodonApi api, MastodonVerdicts verdicts)
{
    /// <summary>The words; its media stay, which the server would drop if the edit did not name them.</summary>
    public async Task<StepAnswer> EditAsync(PublishWork work, string statusId, CancellationToken cancellationToken)
    {
        var server = MastodonPosting.Server(work);
        var read = await api.ReadStatusAsync(server, work.AccessToken, statusId, cancellationToken);
        if (!read.Succeeded || read.Read(MastodonJson.Default.MastodonStatus) is not { } live)
        {
            return verdicts.Unseen(read, work.Cursor);
        }

        var wishes = MastodonPostOptions.Read(work.Content.Options);
        var answer = await api.EditAsync(
            server,
            work.AccessToken,
            statusId,
            new StatusRequest
            {
                Status = work.Content.Text,
                MediaIds = live.MediaAttachments is { Count: > 0 } media
                    ? [.. media.Select(file => file.Id).OfType<string>()]
                    : null,
                Sensitive = wishes.Sensitive,
                SpoilerText = wishes.SpoilerText,
                Language = wishes.Language,
                Poll = MastodonPosting.Poll(wishes), // the same again: an edit that names none takes it away, with its votes
            },
            cancellationToken
        );
        return answer.Succeeded
            ? new StepAnswer.Done(statusId, Permalink: null, PublishedAt: null, work.Cursor) { Call = answer.Call }
            : verdicts.Visible(answer, work.Cursor);
    }

    public async Task<LiveAnswer> ReadAsync(PublishWork work, string statusId, CancellationToken cancellationToken)
    {
        var server = MastodonPosting.Server(work);
        var answer = await api.ReadSourceAsync(server, work.AccessToken, statusId, cancellationToken);
        return answer.Succeeded && answer.Read(MastodonJson.Default.StatusSource) is { Id: not null } source
                ? new LiveAnswer.Shown(MastodonFinder.SameText(source.Text, work.Content.Text))
            : answer.Status is 404 or 410 ? new LiveAnswer.Gone()
            : LiveAnswers.NotRead(verdicts.Problem(answer), verdicts.Error(answer));
    }

    public async Task<StepAnswer> DeleteAsync(PublishWork work, string statusId, CancellationToken cancellationToken)
    {
        var answer = await api.DeleteAsync(MastodonPosting.Server(work), work.AccessToken, statusId, cancellationToken);
        return answer.Succeeded || answer.Status is 404 or 410
            ? new StepAnswer.Done(statusId, Permalink: null, PublishedAt: null, work.Cursor) { Call = answer.Call }
            : verdicts.Visible(answer, work.Cursor);
    }
}
