using System.Net;
using Atlas.LocalRuntime.Functions.Tests.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Atlas.LocalRuntime.Functions.Tests.Hosting;

public sealed class MiddlewareTests
{
    [Fact]
    public async Task Middleware_runs_in_order_of_registration_around_the_function()
    {
        await using var app = await RunningApp.StartAsync(
            [typeof(Traced)],
            builder =>
            {
                builder.UseMiddleware<Outer>();
                builder.UseMiddleware<Inner>();
                builder.UseMiddleware(
                    async (context, next) =>
                    {
                        Trail(context).Add("inline");
                        await next();
                    }
                );
            }
        );

        Assert.Equal("outer,inner,inline,function", await app.TextAsync("/traced"));
    }

    [Fact]
    public async Task Middleware_is_one_instance_for_all_invocations()
    {
        await using var app = await RunningApp.StartAsync([typeof(Traced)], builder => builder.UseMiddleware<Counting>());

        await app.TextAsync("/traced");
        await app.TextAsync("/traced");

        Assert.Equal(2, app.Services.GetRequiredService<Counting>().Count);
    }

    [Fact]
    public async Task Middleware_that_does_not_go_on_answers_by_itself()
    {
        await using var app = await RunningApp.StartAsync(
            [typeof(Traced)],
            builder =>
                builder.UseMiddleware(
                    (context, _) =>
                    {
                        context.GetHttpContext()!.Response.StatusCode = StatusCodes.Status418ImATeapot;
                        return Task.CompletedTask;
                    }
                )
        );

        Assert.Equal((HttpStatusCode)418, await app.StatusAsync("/traced"));
    }

    [Fact]
    public async Task Middleware_may_be_bound_to_a_condition()
    {
        await using var app = await RunningApp.StartAsync(
            [typeof(Traced), typeof(RoutingTests.Plain)],
            builder => builder.UseWhen<Counting>(context => context.FunctionDefinition.Name == "Traced")
        );

        await app.TextAsync("/traced");
        await app.TextAsync("/plain");

        Assert.Equal(1, app.Services.GetRequiredService<Counting>().Count);
    }

    private static List<string> Trail(FunctionContext context)
    {
        if (context.Items.TryGetValue("trail", out var trail))
        {
            return (List<string>)trail;
        }

        List<string> made = [];
        context.Items["trail"] = made;
        return made;
    }

    private sealed class Outer : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            Trail(context).Add("outer");
            await next(context);
        }
    }

    private sealed class Inner : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            Trail(context).Add("inner");
            await next(context);
        }
    }

    private sealed class Counting : IFunctionsWorkerMiddleware
    {
        private int _count;

        public int Count => _count;

        public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            Interlocked.Increment(ref _count);
            return next(context);
        }
    }

    public static class Traced
    {
        [Function("Traced")]
        public static IResult Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "traced")] HttpRequest request,
            FunctionContext context
        )
        {
            var trail = Trail(context);
            trail.Add("function");
            return Results.Text(string.Join(',', trail));
        }
    }
}
