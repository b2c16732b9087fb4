using System.Text.Json.Nodes;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Bluesky;

/// <summary>
/// Files are uploaded first; one call creates the record under a key of our choosing, so whether it is there can be asked
/// exactly, and a second creation under the same key would be refused.
/// </summary>
internal sealed class BlueskyPublisher(
    BlueskyApi api,
    BlueskySteps steps,
    BlueskyVerdicts verdicts,
    IOptions<BlueskyOptions> options,
    TimeProvider time
) : IPlatformPublisher
{
    private const string NoEditing = "Bluesky's posts can't be changed: delete it and publish it again.";

    /// <summary>What creating a record takes.</summary>
    private const int PointsPerRecord = 3;

    private static readonly QuotaBudget[] s_budgets =
    [
        new("bluesky.points", "write points", 5_000, QuotaWindow.RollingHour, QuotaScope.Channel, BlueskyErrors.RatePage),
        new("bluesky.points.day", "write points", 35_000, QuotaWindow.RollingDay, QuotaScope.Channel, BlueskyErrors.RatePage),
    ];

    public Platform Platform => Platform.Bluesky;

    public PlatformAbilities Abilities { get; } =
        new([
            .. new[] { BlueskyFormat.Text, BlueskyFormat.Images, BlueskyFormat.Video }.Select(format => new FormatAbility(
                $"{format}",
                Edit: null,
                Delete: true,
                FirstComment: true,
                Insights: true,
                NoEditing
            )),
        ]);

    public string? FormatOf(PostContent content, IReadOnlyList<MediaAsset> media) =>
        BlueskyPart.FormatOf(content, media) is var format and not BlueskyFormat.None ? format.ToString() : null;

    public IReadOnlyList<Finding> Check(PublishDraft draft) => BlueskyRules.Check(draft);

    public IReadOnlyList<QuotaCost> Costs(PublishDraft draft) =>
        [.. s_budgets.Select(budget => budget.Cost(PointsPerRecord * (1 + Children(draft.Content).Count)))];

    public IReadOnlyList<QuotaBudget> Budgets(Channel channel, PlatformApp? app) => s_budgets;

    public PublishStep NextStep(PublishWork work) =>
        BlueskySteps.At(BlueskyPart.Main(work.Draft), BlueskyCursor.Read(work.Cursor, work.ContentHash));

    public Task<StepAnswer> AdvanceAsync(PublishWork work, PublishStep step, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested(); // before anything is sent
        var part = BlueskyPart.Main(work.Draft);
        var cursor = BlueskyCursor.Read(work.Cursor, work.ContentHash);
        Expect(step, BlueskySteps.At(part, cursor));
        return step == BlueskySteps.Publish
            ? PublishAsync(work, part, cursor, reply: null, cancellationToken)
            : steps.AdvanceAsync(work, part, cursor, cancellationToken);
    }

    public Task<FindAnswer> FindPublishedAsync(PublishWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        FindAsync(work, BlueskyCursor.ReadAny(work.Cursor), cancellationToken);

    public IReadOnlyList<ChildPlan> Children(PostContent content)
    {
        List<ChildPlan> plans = [];
        for (var i = 0; i < (content.Thread?.Count ?? 0); i++)
        {
            plans.Add(new ChildPlan(ChildStep.Part(i + 2), i == 0 ? null : ChildStep.Part(i + 1)));
        }

        if (content.FirstComment is { Length: > 0 })
        {
            plans.Add(new ChildPlan(ChildStep.FirstComment));
        }

        return plans;
    }

    public PublishStep NextChildStep(ChildWork work) =>
        BlueskySteps.At(
            BlueskyPart.Child(work.Publish.Draft, work.Name),
            BlueskyCursor.Read(work.Cursor, work.Publish.ContentHash)
        );

    public async Task<StepAnswer> AdvanceChildAsync(ChildWork work, PublishStep step, CancellationToken cancellationToken)
    {
        var part = BlueskyPart.Child(work.Publish.Draft, work.Name);
        var cursor = BlueskyCursor.Read(work.Cursor, work.Publish.ContentHash);
        Expect(step, BlueskySteps.At(part, cursor));
        if (step != BlueskySteps.Publish)
        {
            var answer = await steps.AdvanceAsync(work.Publish, part, cursor, cancellationToken);
            return answer is StepAnswer.Ready ready ? new StepAnswer.Continue(ready.Cursor) { Call = ready.Call } : answer;
        }

        // The first part and the comment answer the post itself, a further part the part before it.
        var parent =
            ChildStep.PartIndex(work.Name) is > 0 and var index
            && work.Made.TryGetValue(ChildStep.Part(index + 1), out var before)
                ? before
                : work.PlatformPostId;
        var root = await ReadReferenceAsync(work.Publish, work.PlatformPostId, cursor, cancellationToken);
        if (root.Reference is null)
        {
            return root.Stop!;
        }

        var other =
            parent == work.PlatformPostId ? root : await ReadReferenceAsync(work.Publish, parent, cursor, cancellationToken);
        return other.Reference is null
            ? other.Stop!
            : await PublishAsync(
                work.Publish,
                part,
                cursor,
                new JsonObject { ["root"] = root.Reference.DeepClone(), ["parent"] = other.Reference.DeepClone() },
                cancellationToken
            );
    }

    public Task<FindAnswer> FindChildAsync(ChildWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        FindAsync(work.Publish, BlueskyCursor.ReadAny(work.Cursor), cancellationToken);

    public Task<StepAnswer> EditAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken) =>
        Task.FromResult<StepAnswer>(
            new StepAnswer.Refused(
                RefusalClass.Rejected,
                new PlatformProblem(
                    "atlas/edit",
                    "Bluesky has no way to change a published post.",
                    "Delete it and publish it again.",
                    BlueskyErrors.PostPage
                ),
                work.Cursor
            )
        );

    /// <summary>Deleting a record that is gone already is a success there too.</summary>
    public async Task<StepAnswer> DeleteAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken)
    {
        var answer = await api.DeletePostAsync(
            api.ServerOf(work.Channel),
            work.AccessToken,
            work.Channel.AccountId,
            BlueskyAddress.KeyOf(platformPostId),
            cancellationToken
        );
        return answer.Http.Succeeded
            ? new StepAnswer.Done(platformPostId, null, null, work.Cursor) { Call = answer.Http.Call }
            : verdicts.Visible(answer.Http, answer.Error, work.Cursor);
    }

    /// <summary>Only whether it is there: Bluesky's posts don't change.</summary>
    public async Task<LiveAnswer> ReadLiveAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken)
    {
        var answer = await api.ReadPostAsync(
            api.ServerOf(work.Channel),
            work.AccessToken,
            work.Channel.AccountId,
            BlueskyAddress.KeyOf(platformPostId),
            cancellationToken
        );
        return answer switch
        {
            { Data.Uri.Length: > 0 } => new LiveAnswer.Shown(IsAsWanted: false),
            { Error.Code: "RecordNotFound" } => new LiveAnswer.Gone(),
            _ => LiveAnswers.NotRead(verdicts.Problem(answer.Http, answer.Error), answer.Error),
        };
    }

    private async Task<StepAnswer> PublishAsync(
        PublishWork work,
        BlueskyPart part,
        BlueskyCursor cursor,
        JsonObject? reply,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var (did, key) = (work.Channel.AccountId, cursor.RecordKey!);
        var record = BlueskyRecords.Post(part, BlueskyPostOptions.Read(work.Content.Options), cursor, reply, now);
        var answer = await api.CreatePostAsync(api.ServerOf(work.Channel), work.AccessToken, did, key, record, cancellationToken);
        if (answer.Data?.Uri is { Length: > 0 } uri)
        {
            return Done(work, uri, now, cursor, answer.Http.Call);
        }

        if (answer.Error is { Code: "InvalidRequest" or "InvalidSwap" })
        {
            // A record that is there already is refused like a wrong one: an earlier call may have made it.
            var there = await api.ReadPostAsync(api.ServerOf(work.Channel), work.AccessToken, did, key, cancellationToken);
            if (there.Data is { Uri: { Length: > 0 } live })
            {
                return Done(work, live, there.Data.Value?.CreatedAt, cursor, answer.Http.Call);
            }
        }

        return verdicts.Visible(answer.Http, answer.Error, cursor.Write());
    }

    private StepAnswer.Done Done(PublishWork work, string uri, DateTimeOffset? at, BlueskyCursor cursor, PlatformCall call) =>
        new(uri, Permalink(work, uri), at, cursor.Write()) { Call = call };

    private async Task<(JsonObject? Reference, StepAnswer? Stop)> ReadReferenceAsync(
        PublishWork work,
        string uri,
        BlueskyCursor cursor,
        CancellationToken cancellationToken
    )
    {
        var answer = await api.ReadPostAsync(
            api.ServerOf(work.Channel),
            work.AccessToken,
            work.Channel.AccountId,
            BlueskyAddress.KeyOf(uri),
            cancellationToken
        );
        return answer.Data is { Uri: { Length: > 0 } found, Cid: { Length: > 0 } cid }
                ? (new JsonObject { ["uri"] = found, ["cid"] = cid }, null)
            : answer.Error is { Code: "RecordNotFound" } ? (null, verdicts.Gone(answer.Http))
            : (null, verdicts.Unseen(answer.Http, answer.Error, cursor.Write()));
    }

    /// <summary>The record of our own key is there or it is not: no guessing by text and time.</summary>
    private async Task<FindAnswer> FindAsync(PublishWork work, BlueskyCursor? cursor, CancellationToken cancellationToken)
    {
        if (cursor?.RecordKey is not { } key)
        {
            return new FindAnswer.Absent("No key was chosen for the post.", Certain: true);
        }

        var answer = await api.ReadPostAsync(
            api.ServerOf(work.Channel),
            work.AccessToken,
            work.Channel.AccountId,
            key,
            cancellationToken
        );
        return answer switch
        {
            { Data.Uri: { Length: > 0 } uri } => new FindAnswer.Found(
                [new FoundPost(uri, Permalink(work, uri), answer.Data.Value?.CreatedAt, "The record of our key is there")],
                ProvenLive: true
            ),
            { Error.Code: "RecordNotFound" } => new FindAnswer.Absent("The account has no record of our key.", Certain: true),
            // Older servers name no other error for it; it may mean more than that.
            { Error.Code: "InvalidRequest" } => new FindAnswer.Absent("The server finds no record of our key.", Certain: false),
            _ => verdicts.Unreadable("The record of our key", answer.Http, answer.Error),
        };
    }

    private string Permalink(PublishWork work, string uri) =>
        $"{options.Value.WebBaseUrl.AbsoluteUri.TrimEnd('/')}/profile/{work.Channel.Handle ?? work.Channel.AccountId}/post/{BlueskyAddress.KeyOf(uri)}";

    private static void Expect(PublishStep given, PublishStep next)
    {
        if (given != next)
        {
            throw new ArgumentException($"The cursor stands before '{next.Name}', not '{given.Name}'.", nameof(given));
        }
    }
}
