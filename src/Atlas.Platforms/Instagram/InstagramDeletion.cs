using System.Text.Json.Serialization;
using Atlas.Core.Platforms;
using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Instagram;

/// <summary>Deletes a live post. Meta offers it with Facebook Login and <c>instagram_manage_contents</c> only.</summary>
/// <seealso href="https://developers.facebook.com/docs/instagram-platform/reference/instagram-media"/>
internal sealed class InstagramDeletion(InstagramApi api, InstagramAnswers answers)
{
    private const string Scope = "instagram_manage_contents";
    private const string Source = "Instagram Platform: IG Media";
    private const string ByHand = "Delete it in the Instagram app.";

    public async Task<StepAnswer> DeleteAsync(PublishWork work, string mediaId, CancellationToken cancellationToken)
    {
        var access = InstagramAccess.Of(work);
        if (access.IsInstagramLogin)
        {
            return Refused(
                RefusalClass.Rejected,
                "atlas/delete",
                "Instagram deletes posts of accounts that are connected by Facebook Login only.",
                ByHand
            );
        }

        // A channel that was connected with a token knows few of its scopes: only a declined one is surely missing.
        if (work.Channel.DeclinedScopes.Contains(Scope))
        {
            return Refused(
                RefusalClass.Rejected,
                "atlas/scope",
                "The permission to delete posts is missing.",
                $"Connect the channel again and grant {Scope}, or delete it in the Instagram app."
            );
        }

        var answer = await api.DeleteAsync(access, mediaId, cancellationToken);
        var cursor = InstagramCursor.Read(work.Cursor, work.ContentHash);
        if (answer.Read(InstagramJson.Default.InstagramDone) is { Success: true })
        {
            return Gone(answer);
        }

        if (answer.Error is { Subcode: 2207073 })
        {
            return Refused(
                RefusalClass.Rejected,
                answer.Error.CodeText,
                "Instagram's interface does not delete this kind of post.",
                ByHand,
                answer
            );
        }

        if (answer.Error is not { Code: 100, Subcode: 33 })
        {
            return answers.Visible(answer, cursor);
        }

        // A missing medium reads like a missing permission. Who may read the account and not the medium has no such medium.
        var medium = await api.ReadIdAsync(access, mediaId, cancellationToken);
        var account = await api.ReadIdAsync(access, access.AccountId, cancellationToken);
        return medium.Error is { Code: 100, Subcode: 33 } && account.Succeeded ? Gone(answer) : answers.Visible(answer, cursor);

        StepAnswer.Done Gone(GraphAnswer told) =>
            new(mediaId, Permalink: null, PublishedAt: null, work.Cursor) { Call = told.Call };
    }

    /// <summary>Only whether it is there: Instagram changes nothing of a live post.</summary>
    public async Task<LiveAnswer> ReadAsync(PublishWork work, string mediaId, CancellationToken cancellationToken)
    {
        var access = InstagramAccess.Of(work);
        var answer = await api.ReadIdAsync(access, mediaId, cancellationToken);
        return answer.ReadId() is not null ? new LiveAnswer.Shown(IsAsWanted: false)
            : GraphLive.IsMissing(answer) && (await api.ReadIdAsync(access, access.AccountId, cancellationToken)).Succeeded
                ? new LiveAnswer.Gone()
            : GraphLive.NotRead(InstagramAnswers.Product, answer);
    }

    private static StepAnswer.Refused Refused(
        RefusalClass refusal,
        string code,
        string message,
        string nextStep,
        GraphAnswer? answer = null
    ) => new(refusal, new PlatformProblem(code, message, nextStep, Source), Cursor: null) { Call = answer?.Call };
}

internal sealed record InstagramDone
{
    [JsonPropertyName("success")]
    public bool? Success { get; init; }
}
