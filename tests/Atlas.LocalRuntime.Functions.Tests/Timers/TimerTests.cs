using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.LocalRuntime.Functions.Tests.Timers;

public sealed class TimerTests
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 12, 0, 30, TimeSpan.Zero);

    private readonly ManualTime _time = new(s_start);
    private readonly Journal<TimerInfo> _runs = new();

    [Fact]
    public async Task A_timer_runs_at_its_times_and_knows_its_status()
    {
        await using var app = await StartAsync(typeof(Minutely));

        _time.AdvanceTo(At(12, 1));
        var first = await _runs.NextAsync();
        await _time.TimerAtAsync(At(12, 2));
        _time.AdvanceTo(At(12, 2));
        var second = await _runs.NextAsync();

        Assert.False(first.IsPastDue);
        Assert.Equal(default, first.ScheduleStatus!.Last);
        Assert.Equal(At(12, 1).UtcDateTime, first.ScheduleStatus.Next);
        Assert.Equal(At(12, 1).UtcDateTime, second.ScheduleStatus!.Last);
        Assert.Equal(At(12, 2).UtcDateTime, second.ScheduleStatus.Next);
        Assert.Equal(DateTimeKind.Utc, second.ScheduleStatus.Next.Kind);
    }

    [Fact]
    public async Task A_schedule_may_be_named_by_a_setting()
    {
        await using var app = await StartAsync(typeof(Configured), args: "--SweepSchedule=0 */5 * * * *");

        _time.AdvanceTo(At(12, 5));

        Assert.Equal(At(12, 5).UtcDateTime, (await _runs.NextAsync()).ScheduleStatus!.Next);
    }

    [Fact]
    public async Task Two_runs_of_one_timer_never_overlap_and_missed_times_make_one_more_run()
    {
        _runs.Behaviour = _ => _runs.Gate.WaitAsync();
        await using var app = await StartAsync(typeof(Minutely));
        _time.AdvanceTo(At(12, 1));
        await _runs.NextAsync();

        _time.AdvanceTo(At(12, 4) + TimeSpan.FromSeconds(10));
        Assert.True(_runs.IsEmpty);
        _runs.Gate.Release();
        var late = await _runs.NextAsync();
        _runs.Gate.Release();
        await _time.TimerAtAsync(At(12, 5));

        Assert.False(late.IsPastDue);
        Assert.True(_runs.IsEmpty);
    }

    [Fact]
    public async Task A_time_missed_while_the_host_was_down_is_made_up_for_once_as_past_due()
    {
        using var folder = new AppFolder();
        await using (await StartAsync(typeof(Minutely), folder))
        {
            _time.AdvanceTo(At(12, 1));
            await _runs.NextAsync();
            await _time.TimerAtAsync(At(12, 2));
        }

        _time.AdvanceTo(At(12, 7));
        await using var again = await StartAsync(typeof(Minutely), folder);
        var late = await _runs.NextAsync();
        await _time.TimerAtAsync(At(12, 8));
        _time.AdvanceTo(At(12, 8));
        var onTime = await _runs.NextAsync();

        Assert.True(late.IsPastDue);
        Assert.Equal(At(12, 1).UtcDateTime, late.ScheduleStatus!.Last);
        Assert.Equal(At(12, 2).UtcDateTime, late.ScheduleStatus.Next);
        Assert.False(onTime.IsPastDue);
    }

    [Fact]
    public async Task A_restart_within_the_interval_misses_nothing()
    {
        using var folder = new AppFolder();
        await using (await StartAsync(typeof(Minutely), folder))
        {
            await _time.TimerAtAsync(At(12, 1));
        }

        _time.Advance(TimeSpan.FromSeconds(20));
        await using var again = await StartAsync(typeof(Minutely), folder);
        await _time.TimerAtAsync(At(12, 1));

        Assert.True(_runs.IsEmpty);
    }

    [Fact]
    public async Task A_changed_schedule_is_not_past_due()
    {
        using var folder = new AppFolder();
        await using (await StartAsync(typeof(Configured), folder, "--SweepSchedule=0 */5 * * * *"))
        {
            await _time.TimerAtAsync(At(12, 5));
        }

        _time.AdvanceTo(At(12, 10));
        await using var again = await StartAsync(typeof(Configured), folder, "--SweepSchedule=0 0 15 * * *");
        Assert.True(_runs.IsEmpty);
        _time.AdvanceTo(At(12, 15));
        Assert.True(_runs.IsEmpty);
    }

    [Fact]
    public async Task An_unmonitored_timer_keeps_no_status_and_misses_what_it_missed()
    {
        using var folder = new AppFolder();
        await using (await StartAsync(typeof(Unmonitored), folder))
        {
            _time.AdvanceTo(At(12, 1));
            Assert.Null((await _runs.NextAsync()).ScheduleStatus);
            await _time.TimerAtAsync(At(12, 2));
        }

        _time.AdvanceTo(At(12, 5));
        await using var again = await StartAsync(typeof(Unmonitored), folder);
        await _time.TimerAtAsync(At(12, 6));

        Assert.True(_runs.IsEmpty);
    }

    [Fact]
    public async Task A_timer_faster_than_a_minute_is_not_monitored()
    {
        await using var app = await StartAsync(typeof(Configured), args: "--SweepSchedule=*/10 * * * * *");

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Null((await _runs.NextAsync()).ScheduleStatus);
    }

    [Fact]
    public async Task A_timer_may_run_once_at_the_start()
    {
        await using var app = await StartAsync(typeof(AtStart));

        Assert.False((await _runs.NextAsync()).IsPastDue);
        await _time.TimerAtAsync(At(12, 1));
    }

    [Fact]
    public async Task A_timer_that_fails_goes_on_and_the_health_report_tells()
    {
        _runs.Behaviour = _ => throw new InvalidOperationException("broken on purpose");
        await using var app = await StartAsync(typeof(Minutely));
        _time.AdvanceTo(At(12, 1));
        await _runs.NextAsync();
        await _time.TimerAtAsync(At(12, 2));

        var report = app.Services.GetRequiredService<IRuntimeHealth>().Report();
        _time.AdvanceTo(At(12, 2));
        await _runs.NextAsync();

        var part = Assert.Single(report.Parts);
        Assert.Equal("timer Minutely", part.Name);
        Assert.Contains("broken on purpose", part.LastError);
        Assert.Equal(At(12, 1), part.LastErrorAt);
        Assert.True(report is { IsLive: true, IsReady: true });
    }

    [Fact]
    public async Task A_wait_of_months_ends_at_its_minute()
    {
        await using var app = await StartAsync(typeof(Configured), args: "--SweepSchedule=0 30 4 1 1 *");

        _time.AdvanceTo(new DateTimeOffset(2027, 1, 1, 4, 29, 59, TimeSpan.Zero));
        Assert.True(_runs.IsEmpty);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(new DateTime(2027, 1, 1, 4, 30, 0, DateTimeKind.Utc), (await _runs.NextAsync()).ScheduleStatus!.Next);
    }

    [Fact]
    public async Task Stopping_waits_for_the_run_that_is_under_way()
    {
        _runs.Behaviour = _ => _runs.Gate.WaitAsync();
        await using var app = await StartAsync(typeof(Minutely));
        _time.AdvanceTo(At(12, 1));
        await _runs.NextAsync();

        var stopping = app.StopAsync();
        Assert.False(stopping.IsCompleted);
        _runs.Gate.Release();
        await stopping;

        Assert.False(app.Services.GetRequiredService<IRuntimeHealth>().Report().IsReady);
    }

    [Theory]
    [InlineData(typeof(Configured), "SweepSchedule")] // the setting is missing
    [InlineData(typeof(Nonsense), "every now and then")]
    public void A_schedule_that_cannot_be_read_is_refused_at_the_start(Type functions, string named)
    {
        using var folder = new AppFolder();

        var refusal = Assert.Throws<InvalidOperationException>(() => RunningApp.Build([functions], folder, new LogLines()));

        Assert.Contains(named, refusal.Message);
    }

    [Fact]
    public async Task A_disabled_function_does_not_run()
    {
        await using var app = await StartAsync(typeof(AtStart), args: "--AzureWebJobs.AtStart.Disabled=true");

        _time.AdvanceTo(At(12, 5));

        Assert.Empty(app.Services.GetRequiredService<IRuntimeHealth>().Report().Parts);
        Assert.True(_runs.IsEmpty);
    }

    private static DateTimeOffset At(int hour, int minute) => new(2026, 3, 1, hour, minute, 0, TimeSpan.Zero);

    private Task<RunningApp> StartAsync(Type functions, AppFolder? folder = null, params string[] args)
    {
        void Configure(FunctionsApplicationBuilder builder)
        {
            builder.Services.AddSingleton<TimeProvider>(_time);
            builder.Services.AddSingleton(_runs);
        }

        return RunningApp.StartAsync([functions], Configure, folder, args);
    }

    public sealed class Minutely(Journal<TimerInfo> runs)
    {
        [Function("Minutely")]
        public Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer) => runs.AddAsync(timer);
    }

    public sealed class Configured(Journal<TimerInfo> runs)
    {
        [Function("Configured")]
        public Task RunAsync([TimerTrigger("%SweepSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
            runs.AddAsync(timer);
    }

    public sealed class Unmonitored(Journal<TimerInfo> runs)
    {
        [Function("Unmonitored")]
        public Task RunAsync([TimerTrigger("0 * * * * *", UseMonitor = false)] TimerInfo timer) => runs.AddAsync(timer);
    }

    public sealed class AtStart(Journal<TimerInfo> runs)
    {
        [Function("AtStart")]
        public Task RunAsync([TimerTrigger("0 * * * * *", RunOnStartup = true)] TimerInfo timer) => runs.AddAsync(timer);
    }

    public static class Nonsense
    {
        [Function("Nonsense")]
        public static void Run([TimerTrigger("every now and then")] TimerInfo timer) { }
    }
}
