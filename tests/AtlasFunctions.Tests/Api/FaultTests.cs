using System.Net;
using Atlas.Core.Storage;
using Atlas.Functions.Tests.App;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Functions.Tests.Api;

public sealed class FaultTests : IAsyncLifetime
{
    private readonly FaultyRows _rows = new();
    private readonly RunningAtlas _app;

    public FaultTests() => _app = new RunningAtlas { Swap = services => services.AddSingleton<IRowStore>(_rows) };

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_store_that_cannot_be_reached_is_a_503_that_says_when_to_try_again()
    {
        var workspace = await _app.NewWorkspaceAsync();
        var channel = await workspace.ConnectAsync();
        _rows.Fault = new StorageUnavailableException("disk full at /secret/path", TimeSpan.FromSeconds(7), innerException: null);

        using var response = await workspace.Client.Http.GetAsync($"/api/v1/channels/{channel}");
        var body = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter?.Delta);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
        var health = (await workspace.Client.GetAsync("/api/health")).Expect(HttpStatusCode.ServiceUnavailable);
        Assert.Equal(("unhealthy", true, false), ((string?)health["status"], (bool)health["live"]!, (bool)health["ready"]!));
        _rows.Fault = null;
        (await workspace.Client.GetAsync($"/api/v1/channels/{channel}")).Expect(HttpStatusCode.OK);
        (await workspace.Client.GetAsync("/api/health")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_that_cannot_be_checked_lets_nobody_in()
    {
        _rows.Fault = new StorageUnavailableException("Injected.", retryAfter: null, innerException: null);

        var answer = await _app.ClientFor("atk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").GetAsync("/api/v1/posts");

        answer.Expect(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_fault_of_ours_is_a_500_without_its_insides()
    {
        var workspace = await _app.NewWorkspaceAsync();
        (await workspace.Client.GetAsync("/api/v1/posts")).Expect(HttpStatusCode.OK);
        _rows.Fault = new InvalidOperationException("the inside of the fault");
        using var plain = new HttpClient { BaseAddress = _app.Address };
        plain.DefaultRequestHeaders.Authorization = new("Bearer", workspace.Key);

        using var response = await plain.GetAsync("/api/v1/posts");
        var body = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("traceId", body, StringComparison.Ordinal);
        Assert.DoesNotContain("inside", body.Replace("insides", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
