using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace Atlas.LocalRuntime.Functions.Tests.Http;

public sealed class HttpTriggerTests
{
    [Fact]
    public async Task A_function_gets_its_route_value_and_its_services_and_its_result_is_the_answer()
    {
        await using var app = await RunningApp.StartAsync([typeof(Greeter)], builder => builder.Services.AddScoped<Greeting>());

        Assert.Equal("hello ada", await app.TextAsync("/greet/ada"));
    }

    [Fact]
    public async Task One_scope_serves_the_whole_request_and_the_next_request_gets_another()
    {
        await using var app = await RunningApp.StartAsync([typeof(Greeter)], builder => builder.Services.AddScoped<Greeting>());

        var first = await app.TextAsync("/scope");
        var second = await app.TextAsync("/scope");

        Assert.StartsWith("same ", first);
        Assert.StartsWith("same ", second);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_is_a_bare_500()
    {
        await using var app = await RunningApp.StartAsync([typeof(Bodies)]);

        using var good = await app.Client.PostAsync("/body", Json("""{"NAME":"x"}"""));
        using var bad = await app.Client.PostAsync("/body", Json("{nonsense"));

        Assert.Equal("x", await good.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.InternalServerError, bad.StatusCode);
        Assert.Empty(await bad.Content.ReadAsByteArrayAsync());
        Assert.Single(app.Log.All, line => line.Level == LogLevel.Error && line.Text.Contains("Function Body failed"));
    }

    [Fact]
    public async Task A_typed_route_value_that_cannot_be_converted_is_a_bare_500()
    {
        await using var app = await RunningApp.StartAsync([typeof(Bodies)]);

        Assert.Equal("42", await app.TextAsync("/typed/42"));
        using var bad = await app.GetAsync("/typed/many");
        Assert.Equal(HttpStatusCode.InternalServerError, bad.StatusCode);
        Assert.Empty(await bad.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_function_that_throws_is_a_bare_500_and_one_log_line_without_the_query()
    {
        await using var app = await RunningApp.StartAsync([typeof(Bodies)]);

        using var response = await app.GetAsync("/throws?code=sesame");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        Assert.Single(app.Log.All, line => line.Level == LogLevel.Error);
        Assert.DoesNotContain(app.Log.All, line => line.Text.Contains("sesame"));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_cut_and_not_ended_as_if_whole()
    {
        await using var app = await RunningApp.StartAsync([typeof(Bodies)]);

        await Assert.ThrowsAsync<HttpRequestException>(() => app.TextAsync("/breaks-off"));
    }

    [Fact]
    public async Task An_action_result_is_executed_by_mvc()
    {
        await using var app = await RunningApp.StartAsync([typeof(Actions)]);

        using var response = await app.GetAsync("/action");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("""{"id":7}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_request_belongs_to_the_function_context()
    {
        await using var app = await RunningApp.StartAsync([typeof(Contexts)]);

        Assert.Equal("Context|True|True|httpTrigger|a", await app.TextAsync("/context/a"));
    }

    [Fact]
    public async Task A_body_over_the_limit_is_413()
    {
        await using var app = await RunningApp.StartAsync(
            [typeof(Bodies)],
            builder => builder.ConfigureLocalRuntime(options => options.MaxRequestBodySize = 10)
        );

        using var response = await app.Client.PostAsync("/body", Json("""{"name":"much longer than that"}"""));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Theory]
    [InlineData(null, null, HttpStatusCode.Unauthorized)]
    [InlineData(null, "guess", HttpStatusCode.Unauthorized)]
    [InlineData("sesame", null, HttpStatusCode.Unauthorized)]
    [InlineData("sesame", "guess", HttpStatusCode.Unauthorized)]
    [InlineData("sesame", "sesame", HttpStatusCode.OK)]
    public async Task A_function_level_route_asks_for_the_host_key(string? configured, string? given, HttpStatusCode status)
    {
        string[] args = configured is null ? [] : [$"--AzureFunctionsLocal:HostKey={configured}"];
        await using var app = await RunningApp.StartAsync([typeof(Guarded)], args: args);

        Assert.Equal(status, await app.StatusAsync($"/guarded?code={given}"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/guarded");
        if (given is not null)
        {
            request.Headers.Add("x-functions-key", given);
        }

        using var response = await app.Client.SendAsync(request);
        Assert.Equal(status, response.StatusCode);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    public sealed class Greeting
    {
        public Guid Id { get; } = Guid.NewGuid();

        public string For(string name) => $"hello {name}";
    }

    public sealed class Greeter(Greeting greeting)
    {
        [Function("Greet")]
        public IResult Greet(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "greet/{name}")] HttpRequest request,
            string name
        ) => Results.Text(greeting.For(name));

        [Function("Scope")]
        public ValueTask<IResult> Scope(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "scope")] HttpRequest request,
            FunctionContext context
        )
        {
            var same =
                greeting == context.InstanceServices.GetRequiredService<Greeting>()
                && greeting == request.HttpContext.RequestServices.GetRequiredService<Greeting>();
            return new ValueTask<IResult>(Results.Text($"{(same ? "same" : "other")} {greeting.Id}"));
        }
    }

    public static class Bodies
    {
        [Function("Body")]
        public static async Task<IResult> Body(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "body")] HttpRequest request,
            [FromBody] Named body
        )
        {
            await Task.Yield();
            return Results.Text(body.Name);
        }

        [Function("Typed")]
        public static IResult Typed(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "typed/{count}")] HttpRequest request,
            int count
        ) => Results.Text($"{count}");

        [Function("Throws")]
        public static Task<IResult> Throws([HttpTrigger(AuthorizationLevel.Anonymous, Route = "throws")] HttpRequest request) =>
            throw new InvalidOperationException("broken on purpose");

        [Function("BreaksOff")]
        public static async Task<IResult> BreaksOff(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "breaks-off")] HttpRequest request
        )
        {
            await request.HttpContext.Response.WriteAsync("half an ans");
            await request.HttpContext.Response.Body.FlushAsync();
            throw new InvalidOperationException("broken on purpose");
        }
    }

    public sealed record Named(string Name);

    public static class Actions
    {
        [Function("Action")]
        public static IActionResult Action([HttpTrigger(AuthorizationLevel.Anonymous, Route = "action")] HttpRequest request) =>
            new AcceptedResult(location: null as string, new { id = 7 });
    }

    public static class Contexts
    {
        [Function("Context")]
        public static Task<IResult> Context(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "context/{part}")] HttpRequest request,
            FunctionContext context,
            CancellationToken cancellationToken
        ) =>
            Task.FromResult(
                Results.Text(
                    string.Join(
                        '|',
                        context.FunctionDefinition.Name,
                        context.GetHttpContext() == request.HttpContext
                            && context.Items["HttpRequestContext"] == request.HttpContext,
                        cancellationToken == request.HttpContext.RequestAborted && Guid.TryParse(context.InvocationId, out _),
                        context.FunctionDefinition.InputBindings["request"].Type,
                        context.BindingContext.BindingData["part"]
                    )
                )
            );
    }

    public static class Guarded
    {
        [Function("Guarded")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Function, Route = "guarded")] HttpRequest request) =>
            Results.Ok();
    }
}
