using Atlas.Core.Audit;
using Atlas.Core.Channels;
using Atlas.Core.Connections;
using Atlas.Core.Operations;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Storage;

namespace Atlas.Core.Tests.Connections;

public sealed class RefreshTests
{
    private static readonly TimeSpan s_dueIn = TimeSpan.FromMinutes(50);

    /// <summary>Killed at each boundary in turn; the only loss is an answer that no process ever had, at a network without grace.</summary>
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task A_refresh_survives_the_end_of_the_process_at_any_point(bool grace, bool rotates)
    {
        var lost = 0;
        for (var at = 0; ; at++)
        {
            var world = new RefreshWorld(grace, rotates);
            await world.ConnectAsync();
            world.Clock.Advance(s_dueIn);
            world.Boundaries.Clear();
            world.AtBoundary = _ => world.Boundaries.Count == at + 1 ? true : null;
            var finished = await world.RunAsync(process => process.Keep.RunAsync(default));
            var where = world.Boundaries[^1];
            world.AtBoundary = null;

            await TicksAsync(world, minutes: 6);

            var stored = await world.StoredAsync();
            if (await world.StateAsync() == ChannelState.NeedsReconnect)
            {
                Assert.True(rotates && !grace, $"killed at {where}, boundary {at}");
                Assert.Contains(where, (string[])["network after", "vault before"]);
                lost++;
            }
            else
            {
                Assert.Equal(world.Login.LiveAccess, stored.Access.Reveal());
                Assert.Equal(world.Login.LiveAccess, await AccessAsync(world));
            }

            if (finished)
            {
                Assert.True(at > 5, "Nothing was cut.");
                break;
            }
        }

        Assert.Equal(rotates && !grace ? 2 : 0, lost);
    }

    /// <summary>A channel of a release that kept no upkeep: nobody has to connect it again.</summary>
    [Fact]
    public async Task A_connection_without_upkeep_is_looked_after_from_its_first_use_on()
    {
        var world = new RefreshWorld(grace: true, rotates: true);
        await world.ConnectAsync();
        var partition = WorkspaceKeys.Partition(world.Channel.WorkspaceId);
        await world.Rows.WriteAsync(partition, [RowWrite.Delete(WorkspaceKeys.Upkeep(world.Channel.Id))], default);
        var process = new RefreshProcess(world);
        Assert.Null(await process.Store.ReadUpkeepAsync(world.Channel, default));

        Assert.IsType<TokenAnswer.Ready>(await process.Tokens.ReadAsync(world.Channel, default));
        Assert.NotNull((await process.Store.ReadUpkeepAsync(world.Channel, default))!.Value.RefreshAt);

        world.Clock.Advance(s_dueIn);
        await TicksAsync(world, minutes: 2);
        Assert.Equal(world.Login.LiveAccess, (await world.StoredAsync()).Access.Reveal());
        Assert.Equal(ChannelState.Connected, await world.StateAsync());
        Assert.Single((await world.Rows.ReadRangeAsync(SystemKeys.Accounts("tiktok"), new RowRange("0", "~"), 10, default)).Rows);
    }

    [Fact]
    public async Task A_connection_that_has_ended_gets_no_upkeep_any_more()
    {
        var world = new RefreshWorld(grace: true, rotates: true);
        await world.ConnectAsync();
        var partition = WorkspaceKeys.Partition(world.Channel.WorkspaceId);
        var ended = world.Channel with { State = ChannelState.Disconnected };
        await world.Rows.WriteAsync(
            partition,
            [
                RowWrite.Delete(WorkspaceKeys.Upkeep(ended.Id)),
                RowWrite.Upsert(WorkspaceKeys.Channel(ended.Id), ended.ToRow(StoredJson.Default.Channel)),
            ],
            default
        );
        var process = new RefreshProcess(world);

        await process.Tokens.ReadAsync(world.Channel, default); // by who has read the channel before

        Assert.Null(await process.Store.ReadUpkeepAsync(world.Channel, default));
    }

    [Fact]
    public async Task Faults_everywhere_never_reconnect_what_the_network_keeps_alive()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var world = new RefreshWorld(grace: true);
            await world.ConnectAsync();
            world.AtBoundary = _ =>
                random.Next(40) switch
                {
                    0 => true,
                    1 or 2 => false,
                    _ => null,
                };
            for (var step = 0; step < 60; step++)
            {
                world.Clock.Advance(TimeSpan.FromSeconds(random.Next(30, 900)));
                try
                {
                    await world.RunAsync(
                        random.Next(2) == 0
                            ? process => process.Keep.RunAsync(default)
                            : async process => await process.Tokens.ReadAsync(world.Channel, default)
                    );
                }
                catch (StorageUnavailableException) { } // the caller's retry
            }

            world.AtBoundary = null;
            await TicksAsync(world, minutes: 40);

            Assert.True(await world.StateAsync() == ChannelState.Connected, $"seed {seed}");
            Assert.Equal(world.Login.LiveAccess, await AccessAsync(world));
        }
    }

    [Fact]
    public async Task Many_instances_ask_the_network_once()
    {
        var world = new RefreshWorld();
        await world.ConnectAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(59));

        var answers = new List<TokenAnswer>();
        for (var i = 0; i < 20; i++)
        {
            answers.Add(await new RefreshProcess(world).Tokens.ReadAsync(world.Channel, default));
        }

        Assert.Equal(1, world.Login.Calls);
        Assert.All(answers, answer => Assert.IsType<TokenAnswer.Ready>(answer));
    }

    [Fact]
    public async Task While_one_refreshes_the_others_wait_and_leave_the_network_alone()
    {
        var world = new RefreshWorld();
        await world.ConnectAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(61));
        world.AtBoundary = name => name == "network before" ? true : null; // it stands still in the middle of its call
        Assert.False(await world.RunAsync(process => process.Keep.RunAsync(default)));
        world.AtBoundary = null;

        var other = await new RefreshProcess(world).Tokens.ReadAsync(world.Channel, default);

        Assert.Equal(0, world.Login.Calls);
        Assert.True(Assert.IsType<TokenAnswer.NotNow>(other).Until > world.Clock.GetUtcNow());
        Assert.Equal(ChannelState.Connected, await world.StateAsync());
    }

    [Fact]
    public async Task A_network_that_is_away_is_left_alone_for_longer_and_longer_and_never_means_reconnect()
    {
        var world = new RefreshWorld();
        await world.ConnectAsync();
        world.Clock.Advance(s_dueIn);
        for (var i = 0; i < 1000; i++)
        {
            world.Login.Instead.Enqueue(
                new GrantAnswer.Unavailable(new PlatformProblem("503", "The network is away.", "", null))
            );
        }

        await TicksAsync(world, minutes: 120);

        Assert.InRange(world.Login.Calls, 20, 75); // every two minutes once the token has ended
        Assert.Equal(ChannelState.Connected, await world.StateAsync());
        Assert.IsType<TokenAnswer.NotNow>(await new RefreshProcess(world).Tokens.ReadAsync(world.Channel, default));
        world.Login.Instead.Clear();
        await TicksAsync(world, minutes: 3);
        Assert.Equal(world.Login.LiveAccess, await AccessAsync(world));
    }

    [Fact]
    public async Task A_drained_deployment_begins_no_refresh_and_catches_up_afterwards()
    {
        var world = new RefreshWorld();
        await world.ConnectAsync();
        world.Clock.Advance(s_dueIn);
        var drain = new OperatorSwitch("test", "a deployment", world.Clock.GetUtcNow()).ToRow(StoredJson.Default.OperatorSwitch);
        await world.Rows.WriteAsync(SystemKeys.Operations, [RowWrite.Upsert(OperatorSwitch.Drain, drain)], default);

        await world.RunAsync(process => process.Keep.RunAsync(default));
        Assert.Equal(0, world.Login.Calls);

        await world.Rows.WriteAsync(SystemKeys.Operations, [RowWrite.Delete(OperatorSwitch.Drain)], default);
        await world.RunAsync(process => process.Keep.RunAsync(default));
        Assert.Equal(1, world.Login.Calls);
    }

    [Fact]
    public async Task New_tokens_outlive_a_vault_that_takes_nothing()
    {
        var world = new RefreshWorld();
        await world.ConnectAsync();
        world.Clock.Advance(s_dueIn);
        await new RefreshProcess(world).Store.PrepareToSealAsync(default);
        world.AtBoundary = name => name == "vault before" ? false : null;

        await world.RunAsync(process => process.Keep.RunAsync(default));

        Assert.Equal(1, world.Login.Calls);
        Assert.Equal(world.Login.LiveAccess, (await world.StoredAsync()).Access.Reveal());
        world.AtBoundary = null;
        var before = world.VaultWrites;
        await TicksAsync(world, minutes: 3);
        Assert.Equal(before + 1, world.VaultWrites);
        world.Clock.Advance(s_dueIn);
        await TicksAsync(world, minutes: 2);
        Assert.Equal(world.Login.LiveAccess, await AccessAsync(world));
    }

    [Fact]
    public async Task Hourly_access_tokens_pile_up_no_versions_in_the_vault_and_no_rows_show_them()
    {
        var world = new RefreshWorld(rotates: false);
        await world.ConnectAsync();
        var writes = world.VaultWrites;

        await TicksAsync(world, minutes: 600);

        Assert.InRange(world.Login.Calls, 10, 20);
        Assert.InRange(world.VaultWrites - writes, 0, 1); // the key that seals
        var partition = await world.Rows.ReadRangeAsync(
            WorkspaceKeys.Partition(world.Channel.WorkspaceId),
            new RowRange("!", "~"),
            1000,
            default
        );
        Assert.All(
            partition.Rows,
            row => Assert.DoesNotContain("access-", System.Text.Encoding.UTF8.GetString(row.Data.Span), StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_owner_is_told_seven_three_and_one_days_before_and_once_each()
    {
        var world = new RefreshWorld(rotates: false);
        await world.ConnectAsync();

        await TicksAsync(world, minutes: 60 * 24 * 90 - 60, step: 47);

        var page = await world.Rows.ReadRangeAsync(
            WorkspaceKeys.Partition(world.Channel.WorkspaceId),
            RowRange.StartingWith(WorkspaceKeys.Audit),
            1000,
            default
        );
        var warnings = page
            .Rows.Select(row => row.As(StoredJson.Default.AuditEntry).Value)
            .Where(entry => entry.Action == AuditAction.ChannelExpires)
            .Select(entry => entry.Details["days"]);
        Assert.Equal(["1", "3", "7"], warnings);
    }

    [Fact]
    public async Task A_refused_token_that_can_be_renewed_is_not_the_end()
    {
        var world = new RefreshWorld();
        await world.ConnectAsync();
        var process = new RefreshProcess(world);
        var used = Assert.IsType<TokenAnswer.Ready>(await process.Tokens.ReadAsync(world.Channel, default)).AccessToken;
        world.Clock.Advance(TimeSpan.FromMinutes(15));

        Assert.False(await process.Tokens.IsDeadAsync(world.Channel, used, default));

        Assert.Equal(1, world.Login.Calls);
        var fresh = Assert.IsType<TokenAnswer.Ready>(await process.Tokens.ReadAsync(world.Channel, default)).AccessToken;
        Assert.NotEqual(used.Reveal(), fresh.Reveal());
        Assert.True(await process.Tokens.IsDeadAsync(world.Channel, fresh, default)); // refused although it is new
    }

    private static async Task TicksAsync(RefreshWorld world, int minutes, int step = 1)
    {
        for (var i = 0; i < minutes; i += step)
        {
            world.Clock.Advance(TimeSpan.FromMinutes(step));
            await world.RunAsync(process => process.Keep.RunAsync(default));
        }
    }

    private static async Task<string> AccessAsync(RefreshWorld world) =>
        Assert
            .IsType<TokenAnswer.Ready>(await new RefreshProcess(world).Tokens.ReadAsync(world.Channel, default))
            .AccessToken.Reveal();
}
