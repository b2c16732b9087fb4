using Atlas.Core.Publishing;
using Microsoft.Extensions.Logging;

namespace Atlas.Core.Tests.Publishing;

/// <summary>Alerts count these lines: one too few is silence, one too many an alarm for nothing.</summary>
public sealed class PublicationMovesTests : ILogger<PublicationMoves>
{
    private readonly PublishingWorld _world = new();
    private readonly PublishingMeter _meter = new();
    private readonly List<(LogLevel Level, IReadOnlyDictionary<string, object?> Fields)> _lines = [];

    [Fact]
    public async Task A_missed_post_is_one_line_with_who_where_and_how_late()
    {
        var before = await PublicationAsync();
        var at = before.DueAt!.Value.AddSeconds(90.5);

        Report(before, before.Miss(at));

        var (level, fields) = Assert.Single(_lines);
        Assert.Equal(LogLevel.Warning, level);
        Assert.Equal(
            (PublicationState.Missed, 90.5, before.Id.ToString(), before.WorkspaceId.ToString(), before.ChannelId.ToString()),
            (
                (PublicationState)fields["State"]!,
                (double)fields["LatenessSeconds"]!,
                (string)fields["PublicationId"]!,
                (string)fields["WorkspaceId"]!,
                (string)fields["ChannelId"]!
            )
        );
    }

    [Fact]
    public async Task A_wait_is_one_line_however_often_it_is_prolonged_and_processing_is_none()
    {
        var now = _world.Clock.GetUtcNow();
        var scheduled = await PublicationAsync();
        var limited = scheduled.WaitFor(WaitReason.RateLimit, "later", now.AddMinutes(1), now);

        Report(scheduled, limited);
        Report(limited, limited.WaitFor(WaitReason.RateLimit, "later still", now.AddMinutes(2), now));
        Report(scheduled, scheduled.WaitFor(WaitReason.Processing, "it is looked at", now.AddSeconds(3), now));

        Assert.Equal(WaitReason.RateLimit, Assert.Single(_lines).Fields["Reason"]);
    }

    /// <summary>The alert on unknown outcomes ends only when it is told that this one has.</summary>
    [Fact]
    public async Task Whatever_ends_an_unknown_outcome_is_a_line()
    {
        var now = _world.Clock.GetUtcNow();
        var unknown = (await PublicationAsync()).LostAnswer("cut", null, now, _world.Options);

        Report(await PublicationAsync(), unknown);
        Report(unknown, unknown.NothingHappened("not there", now, _world.Options));

        Assert.Equal(
            [PublicationState.Unknown, PublicationState.Scheduled],
            _lines.Select(line => (PublicationState)line.Fields["State"]!)
        );
    }

    [Fact]
    public async Task Steps_on_the_way_are_no_lines()
    {
        var scheduled = await PublicationAsync();
        foreach (
            var state in (PublicationState[])[PublicationState.Preparing, PublicationState.Ready, PublicationState.Publishing]
        )
        {
            Report(scheduled, scheduled with { State = state });
        }

        Assert.Empty(_lines);
    }

    private void Report(Publication before, Publication after) => new PublicationMoves(_meter, this).Report(before, after);

    private async Task<Publication> PublicationAsync() =>
        await _world.PublicationAsync(await _world.ScheduleAsync("hello", TimeSpan.Zero));

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        Assert.Equal("Moved", eventId.Name);
        _lines.Add((logLevel, ((IEnumerable<KeyValuePair<string, object?>>)state!).ToDictionary()));
    }
}
