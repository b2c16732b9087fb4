using System.Text.Json;
using Atlas.Core.Idempotency;
using Atlas.Core.Platforms;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Posts;

/// <summary>
/// Asks for a change or the removal of what is live. What the network's interface can't do is said before anything is tried;
/// the rest is a step that follows the post.
/// </summary>
public sealed class ChangeLivePost(
    CommandLedger commands,
    PublicationStore publications,
    ChildStepStore steps,
    PostInspection inspection,
    PublicationNudge nudge,
    TimeProvider time
)
{
    private const int KeptEdits = 10;

    public Task<Outcome<Answer>> EditAsync(
        Caller caller,
        Id<Publication> id,
        EditPublicationRequest request,
        IdempotencyKey? idempotencyKey,
        string? ifMatch,
        IPublicationStarter starter,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            caller,
            id,
            idempotencyKey,
            ifMatch,
            starter,
            async (current, ability, token) =>
            {
                var live = current.Value;
                var content = request.ApplyTo(live.Content);
                List<ProblemError> errors = [];
                PostLimits.CheckContent(content, "", errors);
                AddUnchangeable(live, content, ability, errors);
                if (errors.Count > 0)
                {
                    return Problem.Invalid(errors, ability?.Note);
                }

                var findings = await inspection.InspectAsync(live with { Content = content }, token);
                return DecidePublication.RefusalOf(findings) is { } refusal ? refusal : content;
            },
            cancellationToken
        );

    public Task<Outcome<Answer>> DeleteAsync(
        Caller caller,
        Id<Publication> id,
        string? ifMatch,
        IPublicationStarter starter,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            caller,
            id,
            idempotencyKey: null,
            ifMatch,
            starter,
            (current, ability, _) =>
                ValueTask.FromResult<Outcome<PostContent?>>(
                    ability is { Delete: true }
                        ? (PostContent?)null
                        : Problem.Conflict(
                            "not-offered",
                            ability?.Note ?? $"{current.Value.Platform}'s interface can't delete this. Delete it at the network."
                        )
                ),
            cancellationToken
        );

    /// <param name="decide">The content that it becomes; null to remove it.</param>
    private Task<Outcome<Answer>> ChangeAsync(
        Caller caller,
        Id<Publication> id,
        IdempotencyKey? idempotencyKey,
        string? ifMatch,
        IPublicationStarter starter,
        Func<Versioned<Publication>, FormatAbility?, CancellationToken, ValueTask<Outcome<PostContent?>>> decide,
        CancellationToken cancellationToken
    ) =>
        commands.DoAsync(
            WorkspaceKeys.Partition(caller.WorkspaceId),
            idempotencyKey,
            async token =>
            {
                if (await publications.ReadAsync(caller.WorkspaceId, id, token) is not { } current)
                {
                    return Problem.NotFound("publication");
                }

                if (!EntityTag.Allows(ifMatch, current.Value.ToRow(StoredJson.Default.Publication).Span))
                {
                    return Problem.PreconditionFailed();
                }

                if (current.Value.State != PublicationState.Published)
                {
                    return Problem.Conflict(
                        "wrong-state",
                        $"The publication is {current.Value.State}: only what is live can be changed at the network. Change or cancel its post instead."
                    );
                }

                var ability = await inspection.AbilityOfAsync(current.Value, token);
                var content = await decide(current, ability, token);
                return content.Problem is { } problem
                    ? problem
                    : await StoreAsync(current, content.Value, ability, starter, token);
            },
            cancellationToken
        );

    private async ValueTask<Outcome<Change>> StoreAsync(
        Versioned<Publication> current,
        PostContent? content,
        FormatAbility? ability,
        IPublicationStarter starter,
        CancellationToken cancellationToken
    )
    {
        var live = current.Value;
        var known = await steps.ListAsync(live.WorkspaceId, live.Id, cancellationToken);
        if (known.Any(step => step.Value is { Name: ChildStep.Delete, IsSettled: false }))
        {
            return content is null
                ? new Change([], ReadPublications.Accept(live, ability)) // asked for already: once more would wait for itself
                : Problem.Conflict("wrong-state", "The post is about to be deleted.");
        }

        var next = live with { LiveChanges = live.LiveChanges + 1 };
        var step = new ChildStep
        {
            PublicationId = live.Id,
            WorkspaceId = live.WorkspaceId,
            Name = content is null ? ChildStep.Delete : ChildStep.Edit(next.LiveChanges),
            Order = 1000 + next.LiveChanges,
            After = known.LastOrDefault(other => other.Value.IsLiveChange && !other.Value.IsSettled)?.Value.Name,
            AskedAt = time.GetUtcNow(),
            Content = content,
            State = ChildStepState.Pending,
        };
        var writes = new List<RowWrite>
        {
            RowWrite.Upsert(WorkspaceKeys.ChildStep(live.Id, step.Name), step.ToRow(StoredJson.Default.ChildStep)),
        };
        PublicationRows.Replace(writes, current, next);
        var old = known.Where(other => other.Value is { Content: not null, IsSettled: true }).SkipLast(KeptEdits);
        writes.AddRange(old.Select(other => RowWrite.Delete(WorkspaceKeys.ChildStep(live.Id, other.Value.Name), other.ETag)));
        return new Change(writes, ReadPublications.Accept(next, ability))
        {
            Due = [DueEntry.Of(next, time.GetUtcNow()) with { At = time.GetUtcNow() }],
            Afterwards = token => nudge.AfterChangeAsync(starter, live, next, token),
        };
    }

    private static void AddUnchangeable(Publication live, PostContent content, FormatAbility? ability, List<ProblemError> errors)
    {
        var editable = ability?.Edit?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        foreach (var (field, same) in Compare(live.Content, content))
        {
            if (!same && !editable.Contains(field))
            {
                errors.Add(
                    new ProblemError(
                        field,
                        "live.unchangeable",
                        editable is []
                            ? $"{live.Platform}'s interface can't change this once it is live."
                            : $"{live.Platform}'s interface can't change the {field} once it is live.",
                        ability?.Edit,
                        Platform: live.Platform.ToName()
                    )
                );
            }
        }
    }

    private static IEnumerable<(string Field, bool Same)> Compare(PostContent before, PostContent after) =>
        [
            ("text", before.Text == after.Text),
            ("title", before.Title == after.Title),
            ("link", before.Link == after.Link),
            .. CompareOptions(Options(before), Options(after)),
        ];

    private static IEnumerable<(string Field, bool Same)> CompareOptions(
        Dictionary<string, string> before,
        Dictionary<string, string> after
    ) =>
        before
            .Keys.Union(after.Keys)
            .Select(name => ($"options.{name}", before.GetValueOrDefault(name) == after.GetValueOrDefault(name)));

    /// <summary>Null is what an option is that is left out.</summary>
    private static Dictionary<string, string> Options(PostContent content)
    {
        Dictionary<string, string> known = new(StringComparer.Ordinal);
        if (content.Options is { ValueKind: JsonValueKind.Object } options)
        {
            foreach (var option in options.EnumerateObject().Where(option => option.Value.ValueKind is not JsonValueKind.Null))
            {
                known[option.Name] = option.Value.GetRawText(); // a name may come twice
            }
        }

        return known;
    }
}
