using Atlas.Core.Publishing;
using Atlas.Functions.Publishing;
using Atlas.Simulation.Engine;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Atlas.Simulation.App;

/// <summary>
/// A durable engine with the promises of the real ones and no more: instances outlive processes, activities run at least once
/// and sometimes twice at the same time, messages are late, repeated or lost, and an instance may be terminated and made anew.
/// </summary>
internal sealed class SimHub(World world)
{
    private static readonly Act[] s_run = [Act.Repeat, Act.Repeat, Act.Stall, Act.Lose];
    private static readonly Act[] s_message = [Act.Repeat, Act.Stall, Act.Lose];

    private readonly Dictionary<string, SimOrchestration> _instances = [];

    public void Start(StartOrchestrationOptions options, object input)
    {
        var id = options.InstanceId!;
        if (_instances.TryGetValue(id, out var running) && !running.IsOver)
        {
            if (!world.Chaos.Chance(0.05))
            {
                throw new OrchestrationAlreadyExistsException($"{id} runs already.");
            }

            running.Terminate(); // as some versions of the client do
        }

        var instance = new SimOrchestration(this, world, id);
        _instances[id] = instance;
        if (world.Chaos.At("instance start", s_message) == Act.Lose)
        {
            instance.Terminate();
            return;
        }

        world.Around(async () =>
        {
            await world.DelayAsync((options.StartAt ?? world.Now) - world.Now + world.Chaos.Upto(0.05));
            await instance.RunAsync((PublishPostInput)input);
        });
    }

    public void Raise(string id)
    {
        switch (world.Chaos.At("event", s_message))
        {
            case Act.Lose:
                return;
            case Act.Repeat:
                Deliver(id, world.Chaos.Upto(60));
                break;
            case Act.Stall:
                Deliver(id, world.Chaos.Upto(300));
                return;
        }

        Deliver(id, world.Chaos.Upto(0.05));
    }

    public OrchestrationMetadata? Find(string id) =>
        _instances.TryGetValue(id, out var instance)
            ? new OrchestrationMetadata(nameof(PublishPost), id)
            {
                RuntimeStatus = instance.IsOver ? OrchestrationRuntimeStatus.Completed : OrchestrationRuntimeStatus.Running,
            }
            : null;

    /// <summary>Many workers at once, none of which the engine waits for.</summary>
    public void Storm(PublishPostInput input, int workers)
    {
        for (var i = 0; i < workers; i++)
        {
            world.Tell("claim storm");
            world.Around(() => RunOnceAsync(nameof(AdvancePublication), input));
        }
    }

    public async Task<(WorkEnd End, AdvanceAnswer? Answer)> RunActivityAsync(string name, PublishPostInput input)
    {
        while (true)
        {
            await world.DelayAsync(world.Chaos.Upto(0.05));
            var act = world.Chaos.At("activity run", s_run);
            if (act == Act.Stall)
            {
                await world.DelayAsync(world.Chaos.Upto(120));
            }
            else if (act == Act.Repeat)
            {
                world.Around(async () =>
                {
                    await world.DelayAsync(world.Chaos.Upto(world.Random.Next(2) == 0 ? 1 : 90));
                    await RunOnceAsync(name, input);
                });
            }

            // The engine takes a run that has not ended for lost and gives it to another worker.
            var run = RunOnceAsync(name, input);
            var patience = world.DelayAsync(TimeSpan.FromMinutes(world.Random.Next(1, 6)));
            if (await Task.WhenAny(run, patience) == run)
            {
                var (end, answer) = await run;
                if (!end.HasDied && act != Act.Lose)
                {
                    return (end, answer);
                }
            }

            await world.DelayAsync(TimeSpan.FromSeconds(1) + world.Chaos.Upto(90));
        }
    }

    private async Task<(WorkEnd End, AdvanceAnswer? Answer)> RunOnceAsync(string name, PublishPostInput input)
    {
        var instance = await world.AnyInstanceAsync();
        AdvanceAnswer? answer = null;
        var request = new AdvanceInput(input.WorkspaceId, input.PublicationId, input.Generation);
        var end = await instance.Process.RunAsync(async () =>
        {
            World.Current.Value = input.PublicationId;
            answer =
                name == nameof(AdvanceChildStep)
                    ? await instance.AdvanceChild.RunAsync(request, CancellationToken.None)
                    : await instance.Advance.RunAsync(request, CancellationToken.None);
        });
        if (world.IsTraced)
        {
            var what = end.HasDied
                ? "died"
                : end.Fault?.Message ?? $"{answer!.State} until {answer.WaitUntil:HH:mm:ss.fff} final {answer.IsFinal}";
            world.Note(instance.Process.Name, $"{name} of {world.NameOf(input.PublicationId)} g{input.Generation}: {what}");
        }

        return (end, answer);
    }

    private void Deliver(string id, TimeSpan delay) =>
        world.Around(async () =>
        {
            await world.DelayAsync(delay);
            if (_instances.TryGetValue(id, out var instance))
            {
                instance.Raise();
            }
        });
}
