using System.Text.Json;
using Microsoft.DurableTask;

namespace Atlas.LocalRuntime.DurableTask.Tests;

internal static class FunctionsExtensions
{
    private static readonly JsonSerializerOptions s_json = new() { IncludeFields = true, PropertyNameCaseInsensitive = true };

    extension(DurableFunctions functions)
    {
        public void Orchestrator<T>(string name, Func<TaskOrchestrationContext, Task<T>> run) =>
            functions.AddOrchestrator(name, async context => await run(context));

        public void Activity<TIn, TOut>(string name, Func<TIn?, Task<TOut>> run) =>
            functions.AddActivity(
                name,
                async call =>
                    await run(call.SerializedInput is { } json ? JsonSerializer.Deserialize<TIn>(json, s_json) : default)
            );

        public void Activity<TIn, TOut>(string name, Func<TIn?, TOut> run) =>
            functions.Activity<TIn, TOut>(name, input => Task.FromResult(run(input)));
    }
}
