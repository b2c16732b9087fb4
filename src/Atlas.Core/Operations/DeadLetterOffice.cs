using System.Globalization;
using System.Text.Json;
using Atlas.Core.Messaging;
using Atlas.Core.Problems;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Operations;

/// <summary>Work that was given up after too many tries: seen, put back, or thrown away. Bodies are not shown.</summary>
public sealed class DeadLetterOffice(IDeadLetters deadLetters, OperationsLog log)
{
    /// <summary>So many a call: what fails again is not put back for ever.</summary>
    private const int MostAtOnce = 500;
    private const int MostNumbers = 100;

    public async Task<Outcome<Answer>> ListAsync(string? cursor, int limit, CancellationToken cancellationToken)
    {
        if (!long.TryParse(cursor ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var from))
        {
            return Problem.InvalidParameter("cursor", "It is not one that this list has given out: leave it out to start again.");
        }

        var found = await deadLetters.ListAsync(Outbox.Queue, from, limit + 1, cancellationToken);
        var next = found.Count > limit ? found[limit].Number.ToString(CultureInfo.InvariantCulture) : null;
        return Answer.Ok(
            new DeadLetterListView([.. found.Take(limit).Select(ViewOf)], PageCursor.Encode(next)),
            OperationsJson.Default.DeadLetterListView
        );
    }

    /// <param name="replay">Else they are thrown away.</param>
    public async Task<Outcome<Answer>> SettleAsync(
        Caller caller,
        SettleDeadLettersRequest request,
        bool replay,
        CancellationToken cancellationToken
    )
    {
        if (request is { All: true, Numbers: not null })
        {
            return Problem.Invalid("numbers", "oneOf", "With all: true every one is meant: leave the numbers out.");
        }

        if (request.Numbers is not { Count: > 0 and <= MostNumbers } == (request.All is not true))
        {
            return Problem.Invalid("numbers", "oneOf", $"Give 1 to {MostNumbers} numbers of the list, or all: true.");
        }

        var chosen = request.All is true ? null : request.Numbers;
        var action = replay ? OperationAction.Replayed : OperationAction.Discarded;
        var which = chosen is null ? "all" : string.Join(' ', chosen);
        var queue = $"queue:{Outbox.Queue}";
        await log.AskedAsync(caller, action, queue, which, cancellationToken);
        var settled = await deadLetters.SettleAsync(Outbox.Queue, chosen?.ToHashSet(), replay, MostAtOnce, cancellationToken);
        await log.DoneAsync(
            log.Entry(caller, action, queue, ("numbers", which), ("count", settled.ToString(CultureInfo.InvariantCulture))),
            cancellationToken
        );
        return Answer.Ok(
            new SettledDeadLettersView(settled, More: chosen is null && settled == MostAtOnce),
            OperationsJson.Default.SettledDeadLettersView
        );
    }

    private static DeadLetterView ViewOf(DeadLetter letter)
    {
        var (work, workspace) = Read(letter.Body);
        return new DeadLetterView(
            letter.Number,
            Outbox.Queue,
            work,
            workspace,
            letter.Reason ?? "unknown",
            letter.Deliveries,
            letter.EnqueuedAt
        );
    }

    /// <summary>The kind of work and its workspace, and nothing else of the body: it may be of a later release, or no work at all.</summary>
    private static (string? Work, Id<Workspace>? Workspace) Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            var kind = root.GetProperty("work").GetProperty("$type").GetString();
            return (
                kind is { Length: <= 40 } && kind.All(char.IsAsciiLetter) ? kind : null,
                Id<Workspace>.TryParse(root.GetProperty("workspaceId").GetString(), out var id) && id != default ? id : null
            );
        }
        catch (Exception ex) when (ex is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return (null, null);
        }
    }
}

public sealed record SettleDeadLettersRequest(IReadOnlyList<long>? Numbers, bool? All);

/// <param name="Work">What was to be done; null where the body doesn't say.</param>
public sealed record DeadLetterView(
    long Number,
    string Queue,
    string? Work,
    Id<Workspace>? WorkspaceId,
    string Reason,
    int Deliveries,
    DateTimeOffset EnqueuedAt
);

public sealed record DeadLetterListView(IReadOnlyList<DeadLetterView> Items, string? Next);

/// <param name="More">Whether there may be more: call again.</param>
public sealed record SettledDeadLettersView(int Settled, bool More);
