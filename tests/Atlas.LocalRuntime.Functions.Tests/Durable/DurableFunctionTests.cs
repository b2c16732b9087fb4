using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Atlas.LocalRuntime.Functions.Tests.Durable;

public sealed class DurableFunctionTests
{
    private readonly ConcurrentQueue<string> _entered = [];

    [Fact]
    public async Task A_request_starts_an_orchestration_whose_activities_run_with_their_services()
    {
        await using var app = await StartAsync();

        var id = await app.TextAsync("/start/ada");

        Assert.Equal($"\"hello ada from {id}\"", await app.TextAsync($"/result/{id}"));
    }

    [Fact]
    public async Task The_input_is_there_as_a_parameter_and_from_the_context()
    {
        await using var app = await StartAsync();

        var id = await app.TextAsync("/start-inputs/ada");

        Assert.Equal("\"ada ada\"", await app.TextAsync($"/result/{id}"));
    }

    [Fact]
    public async Task Middleware_runs_around_orchestrators_and_activities()
    {
        await using var app = await StartAsync();

        var id = await app.TextAsync("/start/ada");
        await app.TextAsync($"/result/{id}");

        Assert.Contains("Greet orchestrationTrigger", _entered);
        Assert.Equal(1, _entered.Count(entry => entry == "SayHello activityTrigger"));
    }

    [Fact]
    public async Task Middleware_that_awaits_before_an_orchestrator_fails_it()
    {
        await using var app = await StartAsync(builder =>
            builder.UseMiddleware(
                async (context, next) =>
                {
                    if (context.FunctionDefinition.Name == "Greet")
                    {
                        await Task.Yield();
                    }

                    await next();
                }
            )
        );

        var id = await app.TextAsync("/start/ada");

        Assert.Contains("Middleware awaited", await app.TextAsync($"/failure/{id}"));
    }

    [Fact]
    public async Task A_failing_activity_is_logged_and_fails_its_orchestration()
    {
        await using var app = await StartAsync();

        var id = await app.TextAsync("/start/nobody");

        Assert.Contains("nobody is there", await app.TextAsync($"/failure/{id}"));
        Assert.Single(app.Log.All, line => line.Text.Contains("Function SayHello failed"));
    }

    [Fact]
    public async Task The_hub_takes_its_name_and_default_version_from_host_json()
    {
        using var folder = new AppFolder(
            """
            { "extensions": { "http": { "routePrefix": "" },
              "durableTask": { "hubName": "%HUB%", "defaultVersion": "1.2", "versionMatchStrategy": "Strict" } } }
            """
        );
        await using var app = await StartAsync(folder: folder, args: "--HUB=AtlasHub");

        var id = await app.TextAsync("/start-version/x");

        Assert.Equal("\"1.2\"", await app.TextAsync($"/result/{id}"));
        Assert.True(File.Exists(Path.Combine(folder.Data, "AtlasHub.db")));
        Assert.Equal("durable hub", Assert.Single(app.Services.GetRequiredService<IRuntimeHealth>().Report().Parts).Name);
    }

    private Task<RunningApp> StartAsync(
        Action<FunctionsApplicationBuilder>? configure = null,
        AppFolder? folder = null,
        params string[] args
    ) =>
        RunningApp.StartAsync(
            [typeof(Greetings), typeof(Hello), typeof(Api)],
            builder =>
            {
                builder.Services.AddSingleton(new Greeting("hello"));
                builder.UseMiddleware(
                    (context, next) =>
                    {
                        _entered.Enqueue(
                            $"{context.FunctionDefinition.Name} {context.FunctionDefinition.InputBindings.First().Value.Type}"
                        );
                        return next();
                    }
                );
                configure?.Invoke(builder);
            },
            folder,
            args
        );

    public sealed record Greeting(string Word);

    public sealed record Whom(string Name);

    public static class Greetings
    {
        [Function("Greet")]
        public static async Task<string> GreetAsync([OrchestrationTrigger] TaskOrchestrationContext context, Whom whom) =>
            await context.CallActivityAsync<string>("SayHello", whom);

        [Function("Inputs")]
        public static string Inputs([OrchestrationTrigger] TaskOrchestrationContext context, Whom whom) =>
            $"{whom.Name} {context.GetInput<Whom>()!.Name}";

        [Function("Version")]
        public static string Version([OrchestrationTrigger] TaskOrchestrationContext context) => context.Version;
    }

    public sealed class Hello(Greeting greeting)
    {
        [Function("SayHello")]
        public async Task<string> RunAsync(
            [ActivityTrigger] Whom whom,
            string instanceId,
            FunctionContext context,
            CancellationToken cancellationToken
        )
        {
            await Task.Yield();
            Assert.Equal(instanceId, context.BindingContext.BindingData["instanceId"]);
            return whom.Name == "nobody"
                ? throw new InvalidOperationException("nobody is there")
                : $"{greeting.Word} {whom.Name} from {instanceId}";
        }
    }

    public static class Api
    {
        [Function("Start")]
        public static Task<IResult> StartAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "start/{name}")] HttpRequest request,
            [DurableClient] DurableTaskClient client,
            string name,
            CancellationToken cancellationToken
        ) => StartAsync(client, "Greet", name, cancellationToken);

        [Function("StartInputs")]
        public static Task<IResult> StartInputsAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "start-inputs/{name}")] HttpRequest request,
            [DurableClient] DurableTaskClient client,
            string name,
            CancellationToken cancellationToken
        ) => StartAsync(client, "Inputs", name, cancellationToken);

        [Function("StartVersion")]
        public static Task<IResult> StartVersionAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "start-version/{name}")] HttpRequest request,
            [DurableClient] DurableTaskClient client,
            string name,
            CancellationToken cancellationToken
        ) => StartAsync(client, "Version", name, cancellationToken);

        [Function("Result")]
        public static async Task<IResult> ResultAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "result/{id}")] HttpRequest request,
            [DurableClient] DurableTaskClient client,
            string id,
            CancellationToken cancellationToken
        ) => Results.Text((await client.WaitForInstanceCompletionAsync(id, true, cancellationToken)).SerializedOutput);

        [Function("Failure")]
        public static async Task<IResult> FailureAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "failure/{id}")] HttpRequest request,
            [DurableClient] DurableTaskClient client,
            string id,
            CancellationToken cancellationToken
        ) => Results.Text((await client.WaitForInstanceCompletionAsync(id, true, cancellationToken)).FailureDetails!.ToString());

        private static async Task<IResult> StartAsync(
            DurableTaskClient client,
            string orchestrator,
            string name,
            CancellationToken cancellationToken
        ) => Results.Text(await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, new Whom(name), cancellationToken));
    }
}
