using Atlas.Core.Connections;
using Atlas.Core.Media;
using Atlas.Core.Operations;
using Atlas.Core.Storage;

namespace Atlas.Core.Tests.Operations;

public sealed class RetireKeysTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task After_the_grace_everything_is_sealed_anew_and_the_earlier_keys_are_purged()
    {
        var world = await RetiringWorld.NewAsync();
        await world.NewProcess().PlanAsync(default);
        await world.NewProcess().RunAsync(default);
        Assert.Equal(3, world.KeysInVault.Count);

        await world.RunAllAsync();

        await AssertEndedAsync(world);
        var entry = Assert.Single(await world.LogAsync());
        Assert.Equal(
            ("keys.purged", "engine", "2", "12"),
            (entry.Action, entry.Actor, entry.Details["keys"], entry.Details["sealedAnew"])
        );
    }

    [Fact]
    public void Nothing_outlives_the_grace_that_an_earlier_key_may_have_sealed_unseen()
    {
        Assert.True(SigningKeys.LongestKept + s_minute < RetireKeys.Grace);
        Assert.True(SigningKeys.LongestKept + LoginSession.Lifetime < RetireKeys.Grace);
    }

    /// <summary>Stops it with a fault at its first boundary, at its second, and so on to its last; a process that begins anew ends it.</summary>
    [Fact]
    public async Task Stopped_at_any_point_it_loses_no_token_and_ends_the_same()
    {
        var boundaries = new HashSet<string>();
        for (var at = 0; ; at++)
        {
            var world = await RetiringWorld.NewAsync(workspaces: 2, channels: 1);
            world.Clock.Advance(RetireKeys.Grace + s_minute);
            var (count, stopped) = (0, false);
            world.AtBoundary = (moment, _) =>
            {
                if (count++ != at)
                {
                    return ValueTask.CompletedTask;
                }

                stopped = true;
                boundaries.Add(moment);
                throw new StorageUnavailableException("asked in vain", null, null);
            };
            try
            {
                await world.NewProcess().RunAsync(default);
            }
            catch (StorageUnavailableException)
            {
                // what a queue delivers again
            }

            world.AtBoundary = null;
            await world.AssertReadableAsync();
            await world.NewProcess().RunAsync(default);
            await world.RunAllAsync();
            await AssertEndedAsync(world);
            if (!stopped)
            {
                break;
            }
        }

        Assert.Superset(
            new HashSet<string>
            {
                "rows BeforeRead",
                "rows BeforeWrite",
                "rows AfterWrite",
                "vault get",
                "vault before delete",
                "vault after delete",
            },
            boundaries
        );
    }

    [Fact]
    public async Task What_is_written_meanwhile_is_not_written_over_and_its_old_seal_is_seen()
    {
        var world = await RetiringWorld.NewAsync(workspaces: 1, channels: 1);
        world.Clock.Advance(RetireKeys.Grace + s_minute);
        var channel = world.Channels[0];
        var raced = false;
        world.AtBoundary = async (moment, partition) =>
        {
            if (moment == "rows BeforeWrite" && partition == channel.WorkspaceId.ToString() && !raced)
            {
                raced = true;
                await world.WriteAsync(channel, await world.UpkeepAsync(channel) with { Failures = 7 });
            }
        };

        await world.NewProcess().RunAsync(default);

        await AssertEndedAsync(world);
        Assert.True(raced);
        Assert.Equal(7, (await world.UpkeepAsync(channel)).Failures);
    }

    [Fact]
    public async Task A_rotation_in_the_middle_loses_nothing_and_is_retired_in_its_turn()
    {
        var world = await RetiringWorld.NewAsync();
        world.Clock.Advance(RetireKeys.Grace + s_minute);
        var raced = false;
        world.AtBoundary = async (moment, _) =>
        {
            if (moment == "vault before delete" && !raced)
            {
                raced = true;
                await world.NewProcess().PlanAsync(default);
                await world.NewKeys().RotateAsync(SigningKeys.Tokens, default);
            }
        };
        await world.NewProcess().RunAsync(default);
        await world.AssertReadableAsync();
        Assert.Equal(2, world.KeysInVault.Count);

        await world.RunAllAsync();

        await AssertEndedAsync(world);
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_keeps_the_keys_until_it_can()
    {
        var world = await RetiringWorld.NewAsync();
        world.Clock.Advance(RetireKeys.Grace + s_minute);
        var channel = world.Channels[0];
        var (partition, key) = (WorkspaceKeys.Partition(channel.WorkspaceId), WorkspaceKeys.Upkeep(channel.Id));
        var whole = await world.UpkeepAsync(channel);
        await world.Rows.WriteAsync(
            partition,
            [RowWrite.Upsert(key, "{\"generation\":\"of a later release\"}"u8.ToArray())],
            default
        );

        await world.NewProcess().RunAsync(default);
        Assert.Equal(3, world.KeysInVault.Count);

        await world.WriteAsync(channel, whole);
        await world.NewProcess().RunAsync(default);
        await AssertEndedAsync(world);
    }

    [Fact]
    public async Task More_channels_than_one_run_takes_are_walked_by_several()
    {
        var world = await RetiringWorld.NewAsync(workspaces: 2, channels: 400, rotations: 1);
        world.Clock.Advance(RetireKeys.Grace + s_minute);

        await world.NewProcess().RunAsync(default);
        Assert.Equal(2, world.KeysInVault.Count);
        await world.RunAllAsync();

        await AssertEndedAsync(world);
    }

    [Fact]
    public async Task Rows_of_a_copy_from_before_the_purge_get_a_new_key_and_fall_back_on_what_lasts()
    {
        var world = await RetiringWorld.NewAsync(workspaces: 1, channels: 1, rotations: 0);
        var copy = await world.NamesAsync();
        var sealedBefore = await world.UpkeepAsync(world.Channels[0]);
        await world.NewKeys().RotateAsync(SigningKeys.Tokens, default);
        world.Clock.Advance(RetireKeys.Grace + s_minute);
        await world.NewProcess().RunAsync(default);
        Assert.DoesNotContain(copy.SecretName, world.KeysInVault);

        await world.Rows.WriteAsync(
            SystemKeys.DeploymentKeys,
            [RowWrite.Upsert(SigningKeys.Tokens, copy.ToRow(StoredJson.Default.SigningKeyName))],
            default
        );
        await world.WriteAsync(world.Channels[0], sealedBefore);

        var tokens = world.NewTokens();
        Assert.Equal("lasting", (await tokens.ReadAccessAsync(world.Channels[0], sealedBefore, default))!.Access.Reveal());
        await world.WriteAsync(
            world.Channels[0],
            sealedBefore with
            {
                Sealed = await tokens.SealAsync(
                    world.Channels[0],
                    new Core.Platforms.Logins.TokenSet(
                        new Core.Channels.Secret(RetiringWorld.AccessOf(world.Channels[0])),
                        world.Clock.GetUtcNow(),
                        null
                    ),
                    default
                ),
            }
        );
        await world.AssertReadableAsync();
    }

    private static async Task AssertEndedAsync(RetiringWorld world)
    {
        var names = await world.NamesAsync();
        Assert.Null(names.Earlier);
        Assert.Equal([names.SecretName], world.KeysInVault);
        Assert.Null(await world.Rows.ReadAsync(SystemKeys.DeploymentKeys, "retire:tokens", default));
        await world.AssertReadableAsync();
    }
}
