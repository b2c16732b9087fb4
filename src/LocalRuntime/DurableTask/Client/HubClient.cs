using System.Text.Json;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>The hub's client. This part starts instances and sends them messages.</summary>
internal sealed partial class HubClient(HubEngine engine) : DurableTaskClient("local")
{
    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        cancellation.ThrowIfCancellationRequested();
        var now = engine.Time.GetUtcNow();
        InstanceInfo info = new(
            0,
            options?.InstanceId ?? Guid.CreateVersion7(now).ToString("N"),
            orchestratorName.Name,
            options?.Version is { } version ? version.Version : engine.Options.DefaultVersion
        )
        {
            Input = engine.Services.Converter.Serialize(input),
            CreatedTicks = now.UtcTicks,
            StartTicks = options?.StartAt is { } start && start > now ? start.UtcTicks : null,
            Tags = options is { Tags.Count: > 0 }
                ? JsonSerializer.Serialize(options.Tags, TagsJsonContext.Default.IReadOnlyDictionaryStringString)
                : null,
        };
        OrchestrationRuntimeStatus[] kept = options?.DedupeStatuses is { } names ? [.. names.Select(ParseStatus)] : [];
        while (true)
        {
            StartWrite write = new(engine, info, kept);
            engine.Write(write);
            var result = await write.Done;
            switch (result.Conflict)
            {
                case StartConflict.None:
                    return info.Id;
                case StartConflict.Kept:
                    throw new OrchestrationAlreadyExistsException(
                        $"An orchestration with id '{info.Id}' already exists. It's in the {result.Status} state."
                    );
                default:
                    await EndAsync(info.Id, cancellation);
                    break;
            }
        }
    }

    public override Task RaiseEventAsync(
        string instanceId,
        string eventName,
        object? eventPayload = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return SendAsync(
            instanceId,
            new HistoryEvent(EventKind.EventRaised)
            {
                Name = eventName,
                Text = engine.Services.Converter.Serialize(eventPayload),
            },
            cancellation
        );
    }

    public override Task TerminateInstanceAsync(
        string instanceId,
        TerminateInstanceOptions? options = null,
        CancellationToken cancellation = default
    ) =>
        SendAsync(
            instanceId,
            LiveInstance.Termination(engine.Services.Converter.Serialize(options?.Output), options?.Recursive == true),
            cancellation
        );

    public override Task SuspendInstanceAsync(
        string instanceId,
        string? reason = null,
        CancellationToken cancellation = default
    ) => SendAsync(instanceId, new HistoryEvent(EventKind.Suspended) { Text = reason }, cancellation);

    public override Task ResumeInstanceAsync(
        string instanceId,
        string? reason = null,
        CancellationToken cancellation = default
    ) => SendAsync(instanceId, new HistoryEvent(EventKind.Resumed) { Text = reason }, cancellation);

    /// <summary>The hub owns everything.</summary>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task SendAsync(string instanceId, HistoryEvent message, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        MessageWrite write = new(engine, instanceId, message);
        engine.Write(write);
        return write.Done;
    }

    /// <summary>Ends an instance whose id is wanted for another.</summary>
    private async Task EndAsync(string instanceId, CancellationToken cancellation)
    {
        try
        {
            await TerminateInstanceAsync(instanceId, options: null, cancellation);
        }
        catch (Exception ex) when (ex is ArgumentException or InvalidOperationException)
        {
            return; // it has just ended, or is gone
        }

        await WaitAsync(instanceId, m => m.IsCompleted, getInputsAndOutputs: false, cancellation);
    }

    private static OrchestrationRuntimeStatus ParseStatus(string name) =>
        Enum.TryParse<OrchestrationRuntimeStatus>(name, ignoreCase: true, out var status)
            ? status
            : throw new ArgumentException($"'{name}' is not an orchestration runtime status.", nameof(name));
}
