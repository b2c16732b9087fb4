using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.DurableTask;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>Failure details as they are stored.</summary>
internal static class FailureJson
{
    public static string Write(TaskFailureDetails failure) =>
        JsonSerializer.Serialize(Stored.From(failure), FailureJsonContext.Default.Stored);

    public static TaskFailureDetails Read(string json) =>
        JsonSerializer.Deserialize(json, FailureJsonContext.Default.Stored)?.ToDetails()
        ?? throw new InvalidDataException("A stored failure is empty.");

    internal sealed record Stored(string Type, string Message, string? Stack, Stored? Inner)
    {
        public static Stored From(TaskFailureDetails failure) =>
            new(
                failure.ErrorType,
                failure.ErrorMessage,
                failure.StackTrace,
                failure.InnerFailure is { } inner ? From(inner) : null
            );

        public TaskFailureDetails ToDetails() => new(Type, Message, Stack, Inner?.ToDetails(), Properties: null);
    }
}

[JsonSerializable(typeof(FailureJson.Stored))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class FailureJsonContext : JsonSerializerContext;
