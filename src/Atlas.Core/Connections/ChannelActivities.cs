using System.Collections.Concurrent;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Connections;

/// <summary>
/// Notes in memory what the calls of channels came to, and writes it down once in a while: publishing pays nothing for it, and a
/// process that dies loses what a person looks at, not what the ledger needs.
/// </summary>
public sealed class ChannelActivities(IRowStore rows, TimeProvider time)
{
    private readonly ConcurrentDictionary<(Id<Workspace>, Id<Channel>), ChannelActivity> _noted = new();

    internal void Note(Channel channel, StepAnswer answer)
    {
        var now = time.GetUtcNow();
        switch (answer)
        {
            case StepAnswer.Done:
                Note(channel.WorkspaceId, channel.Id, activity => activity with { LastSuccessAt = now });
                break;
            case StepAnswer.Refused refused:
                Note(
                    channel.WorkspaceId,
                    channel.Id,
                    activity =>
                        activity with
                        {
                            LastFailureAt = now,
                            LastFailureCode = refused.Problem.Code,
                            LastFailure = refused.Problem.Message,
                        }
                );
                break;
        }

        if (answer.Call?.Usage is { Length: > 0 } usage)
        {
            Note(channel.WorkspaceId, channel.Id, activity => activity with { Usage = usage, UsageAt = now });
        }
    }

    internal void NoteWebhook(Id<Workspace> workspace, Id<Channel> channel)
    {
        var now = time.GetUtcNow();
        Note(workspace, channel, activity => activity with { LastWebhookAt = now });
    }

    internal async ValueTask<ChannelActivity> ReadAsync(Channel channel, CancellationToken cancellationToken)
    {
        var stored = await rows.ReadAsync(
            WorkspaceKeys.Partition(channel.WorkspaceId),
            WorkspaceKeys.Activity(channel.Id),
            StoredJson.Default.ChannelActivity,
            cancellationToken
        );
        return _noted.TryGetValue((channel.WorkspaceId, channel.Id), out var noted)
            ? Newer(stored?.Value, noted)
            : stored?.Value ?? new ChannelActivity();
    }

    /// <summary>Writes down what was noted since the last time.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        foreach (var ((workspace, channel), noted) in _noted)
        {
            var (partition, key) = (WorkspaceKeys.Partition(workspace), WorkspaceKeys.Activity(channel));
            var stored = await rows.ReadAsync(partition, key, StoredJson.Default.ChannelActivity, cancellationToken);
            if (stored is null && !await IsConnectedAsync(partition, channel, cancellationToken))
            {
                _noted.TryRemove((workspace, channel), out _); // what was known of the connection has gone with it
                continue;
            }

            var merged = Newer(stored?.Value, noted).ToRow(StoredJson.Default.ChannelActivity);
            var write = stored is null ? RowWrite.Insert(key, merged) : RowWrite.Replace(key, merged, stored.ETag);
            if ((await rows.WriteAsync(partition, [write], cancellationToken)).Succeeded)
            {
                _noted.TryRemove(new((workspace, channel), noted)); // unless more came in between
            }
        }
    }

    /// <summary>The row comes with a connection and goes with it: only where it isn't there does the channel have to be asked.</summary>
    private async ValueTask<bool> IsConnectedAsync(string partition, Id<Channel> channel, CancellationToken cancellationToken) =>
        await rows.ReadAsync(partition, WorkspaceKeys.Channel(channel), StoredJson.Default.Channel, cancellationToken)
            is { Value.State: not ChannelState.Disconnected };

    private void Note(Id<Workspace> workspace, Id<Channel> channel, Func<ChannelActivity, ChannelActivity> change) =>
        _noted.AddOrUpdate((workspace, channel), _ => change(new ChannelActivity()), (_, noted) => change(noted));

    private static ChannelActivity Newer(ChannelActivity? stored, ChannelActivity noted)
    {
        if (stored is null)
        {
            return noted;
        }

        var failure = Later(stored.LastFailureAt, noted.LastFailureAt) == noted.LastFailureAt ? noted : stored;
        var usage = Later(stored.UsageAt, noted.UsageAt) == noted.UsageAt ? noted : stored;
        return new ChannelActivity
        {
            LastSuccessAt = Later(stored.LastSuccessAt, noted.LastSuccessAt),
            LastFailureAt = failure.LastFailureAt,
            LastFailureCode = failure.LastFailureCode,
            LastFailure = failure.LastFailure,
            Usage = usage.Usage,
            UsageAt = usage.UsageAt,
            LastWebhookAt = Later(stored.LastWebhookAt, noted.LastWebhookAt),
        };
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;
}
