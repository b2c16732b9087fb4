using System.Text.Json;
using Microsoft.DurableTask;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>How inputs, results and events are written. Changing it breaks the instances that are under way.</summary>
internal sealed class PayloadConverter(JsonSerializerOptions? options) : DataConverter
{
    private static readonly JsonSerializerOptions s_workerDefaults = new()
    {
        IncludeFields = true,
        PropertyNameCaseInsensitive = true,
    };

    private readonly JsonSerializerOptions _options = options ?? s_workerDefaults;

    public override string? Serialize(object? value) =>
        value is null ? null : JsonSerializer.Serialize(value, value.GetType(), _options);

    public override object? Deserialize(string? data, Type targetType) =>
        data is null ? null : JsonSerializer.Deserialize(data, targetType, _options);

    public override T? Deserialize<T>(string? data)
        where T : default => data is null ? default : JsonSerializer.Deserialize<T>(data, _options);
}
