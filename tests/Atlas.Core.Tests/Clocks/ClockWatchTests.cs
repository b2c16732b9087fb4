using Atlas.Core.Clocks;
using Atlas.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atlas.Core.Tests.Clocks;

public sealed class ClockWatchTests : IDisposable
{
    private static readonly TimeSpan s_quick = TimeSpan.FromMilliseconds(80);
    private readonly SetClock _time = new();
    private readonly ClockWatch _watch;

    public ClockWatchTests() => _watch = new ClockWatch(_time, NullLogger<ClockWatch>.Instance);

    public void Dispose() => _watch.Dispose();

    [Fact]
    public void One_server_alone_is_not_believed()
    {
        Says("https://graph.example.com", 300);

        Assert.Null(_watch.Problem);
    }

    [Fact]
    public void Two_organisations_that_agree_are_and_the_words_say_by_how_much()
    {
        Says("https://graph.one.com", 40);
        Says("https://api.two.com", 41);

        Assert.Equal(
            "This machine's clock is 40 s ahead of one.com and two.com. Nothing is published until it is right: let it be set by NTP.",
            _watch.Problem
        );
    }

    [Theory]
    [InlineData("https://graph.one.com", "https://api.one.com", 60, 60)] // one organisation
    [InlineData("https://one.com", "https://two.com", 60, 300)] // who don't agree
    [InlineData("https://one.com", "https://two.com", 60, -60)]
    [InlineData("https://one.com", "https://two.com", 60, 29)] // one of whom says that all is well
    public void Others_who_prove_nothing_stop_nothing(string first, string second, double one, double two)
    {
        Says(first, one);
        Says(second, two);

        Assert.Null(_watch.Problem);
    }

    [Fact]
    public void Storage_is_believed_alone_unless_two_others_say_that_it_is_wrong()
    {
        Says("https://rows.example.net", -90, ClockKind.Storage);
        Assert.Contains("90 s behind the storage", _watch.Problem, StringComparison.Ordinal);

        Says("https://one.com", 0);
        Assert.NotNull(_watch.Problem);
        Says("https://two.com", 1);
        Assert.Null(_watch.Problem);
    }

    [Fact]
    public void An_answer_that_took_long_leaves_as_much_doubt()
    {
        Says("https://rows.example.net", 32, ClockKind.Storage, TimeSpan.FromSeconds(6));
        Assert.Null(_watch.Problem);

        Says("https://rows.example.net", 32, ClockKind.Storage, s_quick);
        Assert.NotNull(_watch.Problem);
        Says("https://rows.example.net", 0, ClockKind.Storage, TimeSpan.FromSeconds(25));
        Assert.NotNull(_watch.Problem);
    }

    [Fact]
    public void It_is_right_again_as_soon_as_others_say_so()
    {
        Says("https://one.com", 60);
        Says("https://two.com", 60);
        Assert.True(_watch.IsOff);

        Says("https://one.com", 0);
        Assert.False(_watch.IsOff);
    }

    [Fact]
    public void A_clock_that_is_set_wrong_or_right_is_noticed_without_asking_anybody()
    {
        Says("https://one.com", 0);
        Says("https://two.com", 0);
        _time.Wall.Jump(TimeSpan.FromHours(1));
        Assert.True(_watch.IsOff);

        _time.Wall.Jump(-TimeSpan.FromHours(1));
        Assert.False(_watch.IsOff);
    }

    [Fact]
    public void What_was_heard_long_ago_no_longer_counts()
    {
        Says("https://one.com", 60);
        Says("https://two.com", 60);
        _time.Pass(TimeSpan.FromMinutes(59));
        Assert.True(_watch.IsOff);

        _time.Pass(TimeSpan.FromMinutes(2));
        Says("https://three.com", 60);
        Assert.False(_watch.IsOff);
    }

    /// <summary>Whatever one server says, the others' majority decides.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void One_odd_server_changes_nothing(int seed)
    {
        var random = new Random(seed);
        for (var run = 0; run < 200; run++)
        {
            using var watch = new ClockWatch(_time, NullLogger<ClockWatch>.Instance);
            var truth = random.Next(2) == 0 ? random.Next(-20, 20) : random.Next(60, 600) * (random.Next(2) * 2 - 1);
            var others = random.Next(2, 6);
            var odd = random.Next(others + 1);
            for (var i = 0; i <= others; i++)
            {
                var ahead = i == odd ? random.Next(-1000, 1000) : truth + random.NextDouble() * 2 - 1;
                Says($"https://host{i}.net{i}.example", ahead, watch: watch);
            }

            // With two against it the odd one can only be outvoted, never decide.
            Assert.Equal(Math.Abs(truth) > 30, watch.IsOff);
        }
    }

    [Fact]
    public async Task While_it_is_off_those_who_told_the_time_before_are_asked_again()
    {
        var probe = new Asked();
        var check = new CheckClock(_watch, probe, new Atlas.Core.Connections.ConnectionOptions());
        Says("https://one.com", 60);
        await check.RunAsync(default);
        Assert.Empty(probe.Origins);

        Says("https://two.com", 60);
        await check.RunAsync(default);

        Assert.Equal(["one.com", "two.com"], probe.Origins.Select(origin => origin.Host).Order());
    }

    private void Says(
        string origin,
        double ahead,
        ClockKind kind = ClockKind.Network,
        TimeSpan? roundTrip = null,
        ClockWatch? watch = null
    )
    {
        var trip = roundTrip ?? s_quick;
        var theirs = _time.GetUtcNow() - trip / 2 - TimeSpan.FromSeconds(ahead + 0.5);
        (watch ?? _watch).Observe(new Uri(origin), kind, theirs, trip);
    }

    private sealed class Asked : IClockProbe
    {
        public List<Uri> Origins { get; } = [];

        public Task AskAsync(Uri origin, CancellationToken cancellationToken)
        {
            Origins.Add(origin);
            return Task.CompletedTask;
        }
    }

    /// <summary>A wall clock that can be set, beside a steady one that can't.</summary>
    private sealed class SetClock : TimeProvider
    {
        private long _steady;

        public FakeClock Wall { get; } = new();

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Wall.GetUtcNow();

        public override long GetTimestamp() => _steady;

        public void Pass(TimeSpan time)
        {
            _steady += time.Ticks;
            Wall.Advance(time);
        }
    }
}
