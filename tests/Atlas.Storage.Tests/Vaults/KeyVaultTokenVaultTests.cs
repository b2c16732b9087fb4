using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using Atlas.Core.Channels;
using Atlas.Core.Storage;
using Atlas.Storage.KeyVault;
using Azure.Core.Diagnostics;
using Azure.Security.KeyVault.Secrets;
using Microsoft.AspNetCore.Http;

namespace Atlas.Storage.Tests.Vaults;

public sealed class KeyVaultTokenVaultTests : TokenVaultContract, IAsyncLifetime
{
    private readonly KnownToken _identity = new();
    private readonly HurriedClock _clock = new();
    private LoopbackVault _server = null!;
    private KeyVaultTokenVault _vault = null!;

    protected override ITokenVault Vault => _vault;

    public async Task InitializeAsync()
    {
        _server = await LoopbackVault.StartAsync();
        var options = new SecretClientOptions { Transport = _server.CreateTransport(), Retry = { MaxRetries = 0 } };
        _vault = new KeyVaultTokenVault(new SecretClient(LoopbackVault.Uri, _identity, options), _clock);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_first_call_goes_without_token_or_secret_and_the_challenge_says_whom_to_ask()
    {
        await Vault.SetAsync(Name, new Secret("x"), None);

        Assert.Equal(["PUT without a token", "PUT secrets"], _server.Calls);
        var asked = Assert.Single(_identity.Asked);
        Assert.Equal("https://vault.azure.net/.default", Assert.Single(asked.Scopes));
    }

    [Fact]
    public async Task Deleting_waits_for_the_deletion_and_then_purges()
    {
        await Vault.SetAsync(Name, new Secret("x"), None);
        _server.Calls.Clear();

        await Vault.DeleteAsync(Name, None);

        Assert.Equal(
            ["DELETE secrets", "GET deletedsecrets", "GET deletedsecrets", "GET deletedsecrets", "DELETE deletedsecrets"],
            _server.Calls
        );
        Assert.InRange(_clock.Waited, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10));
        for (var i = 0; i <= _server.Slowness; i++)
        {
            Assert.Null(await Vault.GetAsync(Name, None));
        }

        Assert.False(_server.Holds(Name));
    }

    [Fact]
    public async Task A_delete_that_stopped_before_the_purge_is_finished_by_the_next()
    {
        await Vault.SetAsync(Name, new Secret("x"), None);
        _server.Intercept = context => AnswerIfAsync(context, "DELETE", "/deletedsecrets", 503, "");
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Vault.DeleteAsync(Name, None));
        Assert.True(_server.Holds(Name));

        _server.Intercept = null;
        await Vault.DeleteAsync(Name, None);

        Assert.Equal("DELETE deletedsecrets", _server.Calls.Last());
    }

    [Fact]
    public async Task Setting_a_name_whose_delete_stopped_half_way_purges_it_first()
    {
        await Vault.SetAsync(Name, new Secret("old"), None);
        _server.Intercept = context => AnswerIfAsync(context, "DELETE", "/deletedsecrets", 503, "");
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Vault.DeleteAsync(Name, None));
        _server.Intercept = null;

        await Vault.SetAsync(Name, new Secret("new"), None);

        Assert.Equal("new", (await Vault.GetAsync(Name, None))!.Reveal());
    }

    [Fact]
    public async Task A_vault_that_never_gets_done_is_unavailable_after_a_minute()
    {
        await Vault.SetAsync(Name, new Secret("x"), None);
        _server.Slowness = int.MaxValue;

        var fault = await Assert.ThrowsAsync<StorageUnavailableException>(() => Vault.DeleteAsync(Name, None));

        Assert.NotNull(fault.RetryAfter);
        Assert.InRange(_clock.Waited, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(70));
    }

    [Theory]
    [InlineData(403, "Forbidden")]
    [InlineData(429, "Throttled")]
    [InlineData(500, "InternalServerError")]
    public async Task A_refusal_is_unavailable_and_shows_the_status_but_nothing_that_was_sent(int status, string code)
    {
        const string value = "EAAG-nobody-may-see-this";
        _server.Intercept = async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var echo = await reader.ReadToEndAsync();
            context.Response.Headers["x-echo"] = KnownToken.Token;
            context.Response.StatusCode = status;
            await context.Response.WriteAsync($$"""{"error":{"code":"{{code}}","message":{{(echo.Length > 0 ? $"\"{value}\"" : "\"\"")}}}}""");
            return true;
        };

        var fault = await Assert.ThrowsAsync<StorageUnavailableException>(() => Vault.SetAsync(Name, new Secret(value), None));

        Assert.Contains($"{status} {code}", fault.Message);
        Assert.DoesNotContain("nobody-may-see", fault.ToString());
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Vault.GetAsync(Name, None));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Vault.DeleteAsync(Name, None));
    }

    [Fact]
    public async Task Nothing_secret_reaches_the_sdks_log_at_its_most_talkative()
    {
        ConcurrentQueue<string> log = new();
        using var listener = new AzureEventSourceListener((_, line) => log.Enqueue(line), EventLevel.LogAlways);
        await Vault.SetAsync(Name, new Secret("EAAG-nobody-may-see-this"), None);
        await Vault.GetAsync(Name, None);
        await Vault.DeleteAsync(Name, None);

        Assert.Contains(log, line => line.Contains(Name, StringComparison.Ordinal));
        Assert.DoesNotContain(log, line => line.Contains("nobody-may-see", StringComparison.Ordinal));
        Assert.DoesNotContain(log, line => line.Contains(KnownToken.Token, StringComparison.Ordinal));
    }

    private static async Task<bool> AnswerIfAsync(HttpContext context, string method, string path, int status, string body)
    {
        if (context.Request.Method != method || !context.Request.Path.StartsWithSegments(path))
        {
            return false;
        }

        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body);
        return true;
    }
}
