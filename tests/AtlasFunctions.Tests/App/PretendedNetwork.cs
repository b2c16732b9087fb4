using System.Collections.Concurrent;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;

namespace Atlas.Functions.Tests.App;

/// <summary>A network with one rule for texts and one call. The token of an account is <c>token-</c> and its id.</summary>
public sealed class PretendedNetwork : IPlatformPublisher, IPlatformAccounts
{
    public const int MaxText = 100;
    private int _ids;

    public Platform Platform => Platform.Instagram;

    public ConcurrentQueue<string> Published { get; } = new();

    public ConcurrentQueue<string> Edited { get; } = new();

    public ConcurrentQueue<string> Deleted { get; } = new();

    /// <summary>So many deletions take place and their answers are lost.</summary>
    public int LostDeletes { get; set; }

    /// <summary>Accounts whose tokens are refused.</summary>
    public ConcurrentDictionary<string, bool> Dead { get; } = new();

    public PlatformAbilities Abilities { get; } =
        new([new("Post", Edit: "text", Delete: true, FirstComment: true, Insights: false)]);

    public string? FormatOf(PostContent content, IReadOnlyList<MediaAsset> media) => "Post";

    public IReadOnlyList<Finding> Check(PublishDraft draft) =>
        draft.Content.Text.Length > MaxText
            ?
            [
                new Finding(
                    FindingSeverity.Error,
                    "text",
                    "pretended.text.length",
                    $"{MaxText} characters",
                    $"{draft.Content.Text.Length}",
                    "The text is too long: shorten it.",
                    "The manual"
                ),
            ]
            : [];

    public Task<IReadOnlyList<Finding>> AskAsync(PublishWork work, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Finding>>(
            work.Content.Text.Contains("doubtful", StringComparison.Ordinal)
                ?
                [
                    new Finding(
                        FindingSeverity.Error,
                        "options",
                        "pretended.doubt",
                        null,
                        null,
                        "The network doubts it.",
                        "The manual"
                    ),
                ]
                : []
        );

    /// <summary>Three posts a day of those whose text says that it is counted.</summary>
    private static readonly QuotaBudget s_posts = new(
        "pretended.posts",
        "posts",
        3,
        QuotaWindow.RollingDay,
        QuotaScope.Channel,
        "The manual"
    );

    /// <summary>What the network itself says of an account's posts, by its id.</summary>
    public ConcurrentDictionary<string, int> Counted { get; } = new();

    public IReadOnlyList<QuotaBudget> Budgets(Channel channel, PlatformApp? app) => [s_posts];

    public IReadOnlyList<QuotaCost> Costs(PublishDraft draft) =>
        draft.Content.Text.Contains("counted", StringComparison.Ordinal) ? [s_posts.Cost(1)] : [];

    public PublishStep NextStep(PublishWork work) => new("publish", StepEffect.Once, Visible: true);

    public Task<StepAnswer> AdvanceAsync(PublishWork work, PublishStep step, CancellationToken cancellationToken)
    {
        Published.Enqueue(work.Content.Text);
        return Task.FromResult<StepAnswer>(
            new StepAnswer.Done(
                $"live-{Interlocked.Increment(ref _ids)}",
                "https://network.example/p/1",
                PublishedAt: null,
                Cursor: null
            )
        );
    }

    public Task<FindAnswer> FindPublishedAsync(PublishWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        Task.FromResult<FindAnswer>(new FindAnswer.Absent("It is not there.", Certain: true));

    public IReadOnlyList<ChildPlan> Children(PostContent content) =>
        content.FirstComment is { Length: > 0 } ? [new ChildPlan(ChildStep.FirstComment)] : [];

    public PublishStep NextChildStep(ChildWork work) => new("comment", StepEffect.Once, Visible: true);

    public Task<StepAnswer> AdvanceChildAsync(ChildWork work, PublishStep step, CancellationToken cancellationToken) =>
        Task.FromResult<StepAnswer>(new StepAnswer.Done("comment-1", Permalink: null, PublishedAt: null, Cursor: null));

    public Task<FindAnswer> FindChildAsync(ChildWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        Task.FromResult<FindAnswer>(new FindAnswer.Absent("It is not there.", Certain: true));

    public Task<StepAnswer> EditAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken)
    {
        Edited.Enqueue(work.Content.Text);
        return Task.FromResult<StepAnswer>(new StepAnswer.Done(platformPostId, Permalink: null, PublishedAt: null, Cursor: null));
    }

    public Task<StepAnswer> DeleteAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken)
    {
        Deleted.Enqueue(platformPostId);
        if (LostDeletes > 0)
        {
            LostDeletes--;
            return Task.FromResult<StepAnswer>(new StepAnswer.Unknown(new PlatformProblem("lost", "No answer came.", "", null)));
        }

        return Task.FromResult<StepAnswer>(new StepAnswer.Done(platformPostId, Permalink: null, PublishedAt: null, Cursor: null));
    }

    public Task<AccountAnswer> ReadAccountAsync(
        string login,
        Secret token,
        string? accountId,
        CancellationToken cancellationToken
    )
    {
        var text = token.Reveal();
        var account =
            text.StartsWith("token-", StringComparison.Ordinal) ? text["token-".Length..].Split('.')[0]
            : text.StartsWith(PretendedLogin.Canary, StringComparison.Ordinal) ? text.Split('|')[1]
            : null;
        return Task.FromResult<AccountAnswer>(
            account is null || Dead.ContainsKey(account) || (accountId is not null && accountId != account)
                ? new AccountAnswer.Refused(
                    new PlatformProblem("190", "The network refuses the token.", "Connect the account again.", "The manual")
                )
                : new AccountAnswer.Account(account, $"Account {account}", account, AvatarUrl: null, ["publish"])
                {
                    Quotas = Counted.TryGetValue(account, out var used) ? [new NetworkQuota("pretended.posts", used, 5)] : [],
                }
        );
    }
}
