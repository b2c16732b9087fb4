using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.LocalRuntime.Functions.Tests.Hosting;

public sealed class RefusalTests
{
    [Theory]
    [InlineData(typeof(ReturnsPoco), "Poco", "IResult")]
    [InlineData(typeof(ReturnsText), "Text", "IResult")]
    [InlineData(typeof(ReturnsNothing), "Nothing", "IResult")]
    [InlineData(typeof(Private), "Hidden", "public")]
    [InlineData(typeof(InternalClass), "Inside", "public")]
    [InlineData(typeof(Twice), "Same", "more than once")]
    [InlineData(typeof(Untriggered), "Lonely", "trigger")]
    [InlineData(typeof(Unbindable), "Odd", "'clock'")]
    [InlineData(typeof(BadRoute), "Route", "route")]
    public void What_the_real_worker_would_not_run_is_refused_by_name(Type functions, string name, string reason)
    {
        using var folder = new AppFolder();

        var refusal = Assert.Throws<InvalidOperationException>(() => RunningApp.Build([functions], folder, new LogLines()));

        Assert.Contains($"'{name}'", refusal.Message);
        Assert.Contains(reason, refusal.Message);
    }

    [Fact]
    public void All_refusals_are_told_at_once()
    {
        using var folder = new AppFolder();

        var refusal = Assert.Throws<InvalidOperationException>(() =>
            RunningApp.Build([typeof(ReturnsPoco), typeof(Private)], folder, new LogLines())
        );

        Assert.Contains("'Poco'", refusal.Message);
        Assert.Contains("'Hidden'", refusal.Message);
    }

    public static class ReturnsPoco
    {
        [Function("Poco")]
        public static object Run([HttpTrigger] HttpRequest request) => new { };
    }

    public static class ReturnsText
    {
        [Function("Text")]
        public static Task<string> Run([HttpTrigger] HttpRequest request) => Task.FromResult("");
    }

    public static class ReturnsNothing
    {
        [Function("Nothing")]
        public static Task Run([HttpTrigger] HttpRequest request) => Task.CompletedTask;
    }

    public static class Private
    {
        [Function("Hidden")]
        private static IResult Run([HttpTrigger] HttpRequest request) => Results.Ok();
    }

    internal static class InternalClass
    {
        [Function("Inside")]
        public static IResult Run([HttpTrigger] HttpRequest request) => Results.Ok();
    }

    public static class Twice
    {
        [Function("Same")]
        public static IResult One([HttpTrigger] HttpRequest request) => Results.Ok();

        [Function("same")]
        public static IResult Two([HttpTrigger] HttpRequest request) => Results.Ok();
    }

    public static class Untriggered
    {
        [Function("Lonely")]
        public static IResult Run(HttpRequest request) => Results.Ok();
    }

    public static class Unbindable
    {
        [Function("Odd")]
        public static IResult Run([HttpTrigger] HttpRequest request, TimeProvider clock) => Results.Ok();
    }

    public static class BadRoute
    {
        [Function("Route")]
        public static IResult Run([HttpTrigger(Route = "a/{b")] HttpRequest request) => Results.Ok();
    }
}
