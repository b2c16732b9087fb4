using Atlas.Core.Channels;
using Atlas.Core.Storage;
using Atlas.Storage.KeyVault;
using Azure.Security.KeyVault.Secrets;
using Microsoft.AspNetCore.Http;

namespace Atlas.Storage.Tests.Vaults;

/// <summary>The real client with the options that the app gives it, against a vault that is busy, or whose answers get lost.</summary>
public sealed class KeyVaultFaultTests : IAsyncLifetime
{
    private const string Name = "channel-1-1";
    private readonly HurriedClock _clock = new();
    private LoopbackVault _server = null!;
    private KeyVaultTokenVault _vault = null!;

    private static CancellationToken None => CancellationToken.None;

    public async Task InitializeAsync()
    {
        _server = await LoopbackVault.StartAsync();
        var options = KeyVaultRetries.Options();
        options.Transport = _server.CreateTransport();
        _vault = new KeyVaultTokenVault(new SecretClient(_server.Uri, new KnownToken(), options), _clock);
        await _vault.SetAsync("warm-up", new Secret("x"), None); // the challenge is over
        _server.Calls.Clear();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_throttled_call_is_made_again_at_once_where_the_vault_says_so()
    {
        Throttle("retry-after-ms", "20", times: 1);

        await _vault.SetAsync(Name, new Secret("value"), None);

        Assert.Equal(["PUT secrets", "PUT secrets"], _server.Calls);
        Assert.Equal("value", (await _vault.GetAsync(Name, None))!.Reveal());
    }

    [Fact]
    public async Task One_that_asks_for_a_minute_gets_it_and_the_caller_is_told_and_does_not_sleep()
    {
        Throttle("Retry-After", "60", times: int.MaxValue);

        var set = await Assert.ThrowsAsync<StorageUnavailableException>(() => _vault.SetAsync(Name, new Secret("value"), None));
        var get = await Assert.ThrowsAsync<StorageUnavailableException>(() => _vault.GetAsync(Name, None));
        var delete = await Assert.ThrowsAsync<StorageUnavailableException>(() => _vault.DeleteAsync(Name, None));

        Assert.All([set, get, delete], fault => Assert.Equal(TimeSpan.FromSeconds(60), fault.RetryAfter));
        Assert.Equal(["PUT secrets", "GET secrets", "DELETE secrets"], _server.Calls);
        Assert.Equal(TimeSpan.Zero, _clock.Waited);
    }

    [Fact]
    public async Task A_set_whose_answer_is_lost_is_made_again_and_stays_one_secret()
    {
        var lost = 0;
        _server.LosesAnswer = _ => lost++ == 0;

        await _vault.SetAsync(Name, new Secret("value"), None);

        Assert.Equal(["PUT secrets", "PUT secrets"], _server.Calls);
        Assert.Equal("value", (await _vault.GetAsync(Name, None))!.Reveal());
    }

    [Fact]
    public async Task A_set_that_nobody_answers_says_so_although_it_was_done_and_can_be_done_again()
    {
        _server.LosesAnswer = _ => true;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => _vault.SetAsync(Name, new Secret("value"), None));

        _server.LosesAnswer = null;
        Assert.Equal("value", (await _vault.GetAsync(Name, None))!.Reveal());
        await _vault.SetAsync(Name, new Secret("value"), None);
        Assert.Equal("value", (await _vault.GetAsync(Name, None))!.Reveal());
    }

    /// <summary>At its first call, its second, and so on: refused before its effect, or cut off behind it; then the process dies.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cut_at_any_call_a_delete_is_finished_by_the_next(bool behindEffect)
    {
        for (var at = 0; ; at++)
        {
            await _vault.SetAsync(Name, new Secret("value"), None);
            var count = 0;
            if (behindEffect)
            {
                _server.LosesAnswer = _ => count++ >= at;
            }
            else
            {
                _server.Intercept = context =>
                {
                    var refuses = count++ >= at;
                    context.Response.StatusCode = refuses ? 503 : 200;
                    return Task.FromResult(refuses);
                };
            }

            var cut = false;
            try
            {
                await _vault.DeleteAsync(Name, None);
            }
            catch (StorageUnavailableException)
            {
                cut = true;
            }

            (_server.LosesAnswer, _server.Intercept) = (null, null);
            await _vault.DeleteAsync(Name, None);
            for (var i = 0; i <= _server.Slowness; i++)
            {
                Assert.Null(await _vault.GetAsync(Name, None));
            }

            Assert.False(_server.Holds(Name), $"cut at call {at}");
            if (!cut)
            {
                Assert.True(at >= 5);
                return;
            }
        }
    }

    [Fact]
    public async Task Two_that_delete_at_the_same_time_both_end_and_so_does_one_that_sets_meanwhile()
    {
        await _vault.SetAsync(Name, new Secret("old"), None);

        await Task.WhenAll(_vault.DeleteAsync(Name, None), _vault.DeleteAsync(Name, None));
        await _vault.SetAsync(Name, new Secret("new"), None);

        Assert.Equal("new", (await _vault.GetAsync(Name, None))!.Reveal());
    }

    [Fact]
    public async Task What_somebody_else_purges_between_two_polls_is_gone_and_not_waited_for()
    {
        await _vault.SetAsync(Name, new Secret("value"), None);
        _server.Intercept = context =>
        {
            if (context.Request.Path.StartsWithSegments("/deletedsecrets"))
            {
                _server.Remove(Name);
            }

            return Task.FromResult(false);
        };

        await _vault.DeleteAsync(Name, None);

        Assert.InRange(_clock.Waited, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    private void Throttle(string header, string value, int times)
    {
        var count = 0;
        _server.Intercept = async context =>
        {
            if (count++ >= times)
            {
                return false;
            }

            context.Response.StatusCode = 429;
            context.Response.Headers[header] = value;
            await context.Response.WriteAsync("{\"error\":{\"code\":\"Throttled\",\"message\":\"no\"}}");
            return true;
        };
    }
}
