using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Mastodon;

/// <summary>One status to be: the post itself, a further part of its thread, or a reply.</summary>
/// <param name="Cursor">Of this status: the post's, or the child's own.</param>
internal sealed record StatusPlan(
    string Text,
    IReadOnlyList<MediaAsset> Media,
    IReadOnlyList<PostMedia> Uses,
    string? ReplyTo,
    string? Cursor
);

/// <summary>Key, uploads one by one, each processed, then the status with all of them.</summary>
internal sealed class MastodonPosting(
    MastodonApi api,
    MastodonVerdicts verdicts,
    IOptions<MastodonOptions> options,
    TimeProvider time
)
{
    private static readonly PublishStep s_key = new("key", StepEffect.None, Visible: false);
    private static readonly PublishStep s_upload = new("upload", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_poll = new("poll", StepEffect.None, Visible: false);
    private static readonly PublishStep s_publish = new("publish", StepEffect.Once, Visible: true);

    private static readonly TimeSpan[] s_polls = [.. new[] { 1, 2, 5, 10 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    public static PublishStep StepAt(PublishWork work, StatusPlan plan) =>
        MastodonCursor.Read(plan.Cursor, work.ContentHash) switch
        {
            { Key: null } => s_key,
            { Waits: true } => s_poll,
            { IsReady: true } => s_publish,
            _ => s_upload,
        };

    public Task<StepAnswer> AdvanceAsync(PublishWork work, StatusPlan plan, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested(); // before anything is sent
        var cursor = MastodonCursor.Read(plan.Cursor, work.ContentHash);
        if (cursor.Key is not null && time.GetUtcNow() >= ValidUntil(cursor))
        {
            return Task.FromResult<StepAnswer>(new StepAnswer.Continue(new MastodonCursor { Hash = cursor.Hash }.Write()));
        }

        return StepAt(work, plan).Name switch
        {
            "key" => Task.FromResult(Next(plan, WithKey(cursor), answer: null)),
            "poll" => PollAsync(work, plan, cursor, cancellationToken),
            "upload" => UploadAsync(work, plan, cursor, cancellationToken),
            _ => PublishAsync(work, plan, cursor, cancellationToken),
        };
    }

    private MastodonCursor WithKey(MastodonCursor cursor)
    {
        var now = time.GetUtcNow();
        return cursor with { Key = Guid.CreateVersion7(now).ToString("N"), StartedAt = now.ToUnixTimeSeconds() };
    }

    private static DateTimeOffset ValidUntil(MastodonCursor cursor) =>
        DateTimeOffset.FromUnixTimeSeconds(cursor.StartedAt) + MastodonCursor.MediaLife;

    /// <summary>Behind a file that is ready: the next one, or the status. A child step has no time of its own to wait for.</summary>
    private static StepAnswer Next(StatusPlan plan, MastodonCursor cursor, PlatformAnswer? answer)
    {
        if ((cursor.Media?.Count ?? 0) < plan.Media.Count)
        {
            return new StepAnswer.Continue(cursor.Write()) { Call = answer?.Call };
        }

        var ready = cursor with { IsReady = true };
        return plan.ReplyTo is null
            ? new StepAnswer.Ready(ready.Write(), ValidUntil(ready)) { Call = answer?.Call }
            : new StepAnswer.Continue(ready.Write()) { Call = answer?.Call };
    }

    private async Task<StepAnswer> UploadAsync(
        PublishWork work,
        StatusPlan plan,
        MastodonCursor cursor,
        CancellationToken cancellationToken
    )
    {
        var index = cursor.Media?.Count ?? 0;
        var asset = plan.Media[index];
        await using var file = await work.Open(asset, cancellationToken);
        if (file is null)
        {
            return verdicts.Refused(
                answer: null,
                RefusalClass.Rejected,
                new PlatformProblem(
                    "atlas/file-gone",
                    "A file of the post is no longer in the library.",
                    "Add the file again and schedule the post again.",
                    null
                ),
                cursor: null
            );
        }

        var alt = plan.Uses[index].AltText ?? asset.AltText;
        var answer = await api.UploadAsync(Server(work), work.AccessToken, asset, file, alt, cancellationToken);
        if (!answer.Succeeded || answer.Read(MastodonJson.Default.MastodonMedia)?.Id is not { } id)
        {
            return verdicts.Unseen(answer, cursor.Write());
        }

        var made = cursor with
        {
            Media = [.. cursor.Media ?? [], id],
            Waits = answer.Status is 202,
            UploadedAt = time.GetUtcNow().ToUnixTimeSeconds(),
            Polls = 0,
        };
        return made.Waits ? Wait(made, answer) : Next(plan, made, answer);
    }

    private async Task<StepAnswer> PollAsync(
        PublishWork work,
        StatusPlan plan,
        MastodonCursor cursor,
        CancellationToken cancellationToken
    )
    {
        var answer = await api.ReadMediaAsync(Server(work), work.AccessToken, cursor.Media![^1], cancellationToken);
        var waited = time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(cursor.UploadedAt);
        return answer.Status switch
        {
            200 => Next(plan, cursor with { Waits = false }, answer),
            206 when waited < options.Value.ProcessingLimit => Wait(cursor, answer),
            206 => Unprocessed(answer, "The server did not finish the file in time."),
            422 => Unprocessed(answer, "The server could not process the file."),
            _ => verdicts.Unseen(answer, cursor.Write()),
        };
    }

    private async Task<StepAnswer> PublishAsync(
        PublishWork work,
        StatusPlan plan,
        MastodonCursor cursor,
        CancellationToken cancellationToken
    )
    {
        var wishes = MastodonPostOptions.Read(work.Content.Options);
        var answer = await api.PostAsync(
            Server(work),
            work.AccessToken,
            new StatusRequest
            {
                Status = plan.Text,
                MediaIds = cursor.Media,
                InReplyToId = plan.ReplyTo,
                Sensitive = wishes.Sensitive,
                SpoilerText = wishes.SpoilerText,
                Visibility = wishes.Visibility,
                Language = wishes.Language,
                Poll = plan.ReplyTo is null ? Poll(wishes) : null,
            },
            cursor.Key!,
            cancellationToken
        );
        return answer.Succeeded && answer.Read(MastodonJson.Default.MastodonStatus) is { Id: { } id } status
            ? new StepAnswer.Done(id, status.Url, status.CreatedAt, cursor.Write()) { Call = answer.Call }
            : verdicts.Visible(answer, cursor.Write());
    }

    public static StatusPoll? Poll(MastodonPostOptions wishes) =>
        wishes.Poll is { } poll
            ? new StatusPoll(poll.Choices, (int)TimeSpan.FromMinutes(poll.Minutes).TotalSeconds, poll.Multiple, poll.HideTotals)
            : null;

    public static string Server(PublishWork work) =>
        work.Channel.Server ?? throw new InvalidOperationException("A Mastodon channel has a server.");

    private StepAnswer Wait(MastodonCursor cursor, PlatformAnswer answer)
    {
        var delays = options.Value.ProcessingPolls is { Length: > 0 } set ? set : s_polls;
        return new StepAnswer.Wait(
            delays[Math.Min(cursor.Polls, delays.Length - 1)],
            (cursor with { Polls = cursor.Polls + 1 }).Write(),
            "The server is processing the file."
        )
        {
            Call = answer.Call,
        };
    }

    private StepAnswer Unprocessed(PlatformAnswer answer, string message) =>
        verdicts.Refused(
            answer,
            RefusalClass.Rejected,
            new PlatformProblem(
                "media/failed",
                message,
                "Export the file anew and schedule the post again.",
                "Mastodon API: Media"
            ),
            cursor: null
        );
}
