using Atlas.LocalRuntime.DurableTask;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
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
    public async Task Work_that_goes_on_after_a_restart_finds_the_web_server_listening()
    {
        using var folder = new AppFolder();
        List<RuntimePartState> before = [];
        var visits = new Journal<string>();
        visits.Behaviour = visit => visit == "visit" ? visits.Gate.WaitAsync() : Task.CompletedTask;
        string id;
        await using (var first = await StartAsync())
        {
            id = await first.TextAsync("/begin");
            await visits.NextAsync();
        }

        visits.Gate.Release(int.MaxValue);
        before.Clear();
        await using var second = await StartAsync();

        var client = second.Services.GetRequiredService<DurableTaskHub>().Client;
        var end = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        Assert.Equal("\"OK\"", end.SerializedOutput);
        Assert.Equal([RuntimePartState.NotStarted], before);

        Task<RunningApp> StartAsync() =>
            RunningApp.StartAsync(
                [typeof(Visitor)],
                builder =>
                    builder
                        .Services.AddSingleton(visits)
                        .AddSingleton<IStartupFilter>(provider => new LookBeforeListening(provider, before)),
                folder
            );
    }

    [Fact]
    public async Task Work_that_a_stop_interrupts_finds_the_web_server_listening_to_the_end()
    {
        var visits = new Journal<string>();
        visits.Behaviour = visit => visit == "visit" ? Task.Delay(Timeout.Infinite) : Task.CompletedTask;
        await using var app = await RunningApp.StartAsync([typeof(Visitor)], builder => builder.Services.AddSingleton(visits));
        await app.TextAsync("/begin");
        Assert.Equal("visit", await visits.NextAsync());

        await app.StopAsync();

        Assert.Equal("last: OK", await visits.NextAsync());
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

    /// <summary>The last that runs before the server listens: it tells what the parts do then.</summary>
    private sealed class LookBeforeListening(IServiceProvider services, List<RuntimePartState> before) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next)
        {
            before.AddRange(services.GetRequiredService<IRuntimeHealth>().Report().Parts.Select(part => part.State));
            return next;
        }
    }

    /// <summary>An activity that asks its own process something, as a network that fetches a file does.</summary>
    public sealed class Visitor(Journal<string> visits, IServer server)
    {
        [Function("Begin")]
        public static async Task<IResult> BeginAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "begin")] HttpRequest request,
            [DurableClient] DurableTaskClient client
        ) => Results.Text(await client.ScheduleNewOrchestrationInstanceAsync("Tour"));

        [Function("Here")]
        public static IResult Here([HttpTrigger(AuthorizationLevel.Anonymous, Route = "here")] HttpRequest request) =>
            Results.Ok();

        [Function("Tour")]
        public static Task<string> TourAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
            context.CallActivityAsync<string>("Visit");

        [Function("Visit")]
        public async Task<string> VisitAsync([ActivityTrigger] string? nothing, CancellationToken cancellationToken)
        {
            try
            {
                await visits.AddAsync("visit").WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                await visits.AddAsync($"last: {await AskAsync()}");
                throw;
            }

            return await AskAsync();
        }

        private async Task<string> AskAsync()
        {
            using var http = new HttpClient();
            var address = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
            try
            {
                using var answer = await http.GetAsync(new Uri(new Uri(address), "/here"));
                return answer.StatusCode.ToString();
            }
            catch (HttpRequestException)
            {
                return "nobody";
            }
        }
    }

    public static class Echo
    {
        [Function("Echo")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "echo")] HttpRequest request) =>
            Results.Text($"{request.Scheme}://{request.Host} {request.HttpContext.Connection.RemoteIpAddress}");
    }
}
