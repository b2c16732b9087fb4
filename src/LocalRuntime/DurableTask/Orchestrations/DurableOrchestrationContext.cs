using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>The context that orchestrators see. Split by subject: this part says who and when.</summary>
internal sealed partial class DurableOrchestrationContext(OrchestrationRun run) : TaskOrchestrationContext
{
    private const int MostCustomStatusBytes = 16 * 1024;

    private (Type Type, object? Value)? _input;
    private int _guids;

    public override TaskName Name => Checked().Info.Name;

    public override string InstanceId => Checked().Info.Id;

    public override ParentOrchestrationInstance? Parent => Checked().Info.Parent?.Instance;

    public override DateTime CurrentUtcDateTime => Checked().Now;

    public override bool IsReplaying => Checked().IsReplaying;

    public override string Version => Checked().Info.Version;

    protected override ILoggerFactory LoggerFactory => run.Services.LoggerFactory;

    public override T? GetInput<T>()
        where T : default
    {
        run.EnsureOnTurnThread();
        if (_input is { } known && known.Type == typeof(T))
        {
            return (T?)known.Value;
        }

        var value = run.Services.Converter.Deserialize<T>(run.Info.Input);
        _input = (typeof(T), value);
        return value;
    }

    public override void SetCustomStatus(object? customStatus)
    {
        run.EnsureOnTurnThread();
        var json = run.Services.Converter.Serialize(customStatus);
        if (json?.Length * sizeof(char) > MostCustomStatusBytes)
        {
            throw new ArgumentException("The custom status must not exceed 16 KB of UTF-16 JSON.", nameof(customStatus));
        }

        run.CustomStatus = json;
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        ContinueAsNew(new ContinueAsNewOptions { NewInput = newInput, PreserveUnprocessedEvents = preserveUnprocessedEvents });

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        run.EnsureOnTurnThread();
        run.Next = new NextGeneration(
            run.Services.Converter.Serialize(options.NewInput),
            options.PreserveUnprocessedEvents,
            string.IsNullOrWhiteSpace(options.NewVersion) ? null : options.NewVersion
        );
    }

    public override Guid NewGuid()
    {
        run.EnsureOnTurnThread();
        return NameBasedGuid.Create($"{run.Info.Id}_{run.Info.FirstTask}_{run.Now:o}_{_guids++}");
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        run.EnsureOnTurnThread();
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        run.Tasks.Asked.Add(
            new HistoryEvent(EventKind.EventSent, run.Tasks.TakeNumber())
            {
                Name = eventName,
                Target = instanceId,
                Text = run.Services.Converter.Serialize(payload),
            }
        );
    }

    public override Task<T?> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
        where T : default
    {
        run.EnsureOnTurnThread();
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return run.Events.Wait<T>(eventName, cancellationToken);
    }

    private OrchestrationRun Checked()
    {
        run.EnsureOnTurnThread();
        return run;
    }
}
