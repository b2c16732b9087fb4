using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.LocalRuntime.Functions.Tests.Hosting;

public sealed class LifetimeTests
{
    [Fact]
    public async Task Requests_are_drained_before_the_parts_behind_them_stop()
    {
        var requests = new Journal<string>();
        requests.Behaviour = _ => requests.Gate.WaitAsync();
        await using var app = await RunningApp.StartAsync([typeof(Slow)], builder => builder.Services.AddSingleton(requests));
        var health = app.Services.GetRequiredService<IRuntimeHealth>();
        var answer = app.TextAsync("/slow");
        await requests.NextAsync();

        var stopping = app.StopAsync();
        await Assert.ThrowsAsync<HttpRequestException>(async () =>
        {
            // Kestrel closes its listener first; until then a new connection is still taken.
            while (true)
            {
                using var fresh = new HttpClient { BaseAddress = app.Client.BaseAddress };
                await fresh.GetAsync("/nothing-here");
            }
        });
        Assert.True(health.Report().IsReady);
        Assert.Equal(RuntimePartState.Running, Assert.Single(health.Report().Parts).State);
        requests.Gate.Release();

        Assert.Equal("done", await answer);
        await stopping;
        Assert.False(health.Report().IsReady);
        Assert.Equal(RuntimePartState.Stopped, Assert.Single(health.Report().Parts).State);
    }

    [Fact]
    public async Task Health_is_not_ready_before_the_start()
    {
        await using var app = RunningApp.Create([typeof(Slow)], builder => builder.Services.AddSingleton(new Journal<string>()));
        var health = app.Services.GetRequiredService<IRuntimeHealth>();

        Assert.False(health.Report().IsReady);
        await app.StartAsync();
        Assert.True(health.Report() is { IsReady: true, IsLive: true });
    }

    [Fact]
    public async Task A_proxy_on_this_machine_is_believed_about_the_caller()
    {
        await using var app = await RunningApp.StartAsync([typeof(Echo)]);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/echo");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "social.example");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");

        using var response = await app.Client.SendAsync(request);

        Assert.Equal("https://social.example 203.0.113.9", await response.Content.ReadAsStringAsync());
    }

    public sealed class Slow(Journal<string> requests)
    {
        [Function("Slow")]
        public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "slow")] HttpRequest request)
        {
            await requests.AddAsync("entered");
            return Results.Text("done");
        }

        [Function("Seldom")]
        public void Seldom([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer) { }
    }

    public static class Echo
    {
        [Function("Echo")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "echo")] HttpRequest request) =>
            Results.Text($"{request.Scheme}://{request.Host} {request.HttpContext.Connection.RemoteIpAddress}");
    }
}
