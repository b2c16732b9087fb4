using Microsoft.DurableTask;

namespace Atlas.LocalRuntime.DurableTask.Tests;

/// <summary>Orchestrations made up from a seed, whose answer depends on the seed alone and not on the order of things.</summary>
internal static class RandomPrograms
{
    public static void Register(DurableFunctions functions)
    {
        functions.Activity<int, int>("Double", i => unchecked(i * 2 + 1));
        functions.Activity<int, int>(
            "Fail",
            new Func<int, int>(i => i % 2 == 0 ? throw new FormatException($"no {i}") : throw new InvalidDataException($"no {i}"))
        );
        functions.Orchestrator("Program", RunAsync);
    }

    private static async Task<string> RunAsync(TaskOrchestrationContext context)
    {
        var input = context.GetInput<ProgramInput>()!;
        Random random = new(input.Seed);
        List<string> said = [input.Said];
        var steps = random.Next(2, 6);
        for (var i = 0; i < steps; i++)
        {
            said.Add(await StepAsync(context, random, input.Depth, i, input.Generations));
            context.SetCustomStatus(i);
        }

        if (input.Generations > 0)
        {
            context.ContinueAsNew(
                input with
                {
                    Seed = input.Seed + 1,
                    Generations = input.Generations - 1,
                    Said = string.Join(',', said),
                }
            );
            return "";
        }

        return string.Join(',', said);
    }

    private static async Task<string> StepAsync(
        TaskOrchestrationContext context,
        Random random,
        int depth,
        int step,
        int generation
    )
    {
        var number = random.Next(1000);
        switch (random.Next(8))
        {
            case 0:
                return $"a{await context.CallActivityAsync<int>("Double", number)}";
            case 1:
                await context.CreateTimer(TimeSpan.FromSeconds(number), CancellationToken.None);
                return "t";
            case 2:
                await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
                return "z";
            case 3:
                var all = Enumerable.Range(number, 4).Select(n => context.CallActivityAsync<int>("Double", n)).ToList();
                return $"w{(await Task.WhenAll(all)).Sum()}";
            case 4:
                context.SendEvent(context.InstanceId, $"e{step}.{generation}", number);
                return $"e{await context.WaitForExternalEvent<int>($"E{step}.{generation}")}";
            case 5:
                try
                {
                    RetryPolicy policy = new(2, TimeSpan.FromSeconds(5));
                    await context.CallActivityAsync("Fail", number, TaskOptions.FromRetryPolicy(policy));
                    return "never";
                }
                catch (TaskFailedException ex)
                {
                    return ex.FailureDetails.IsCausedBy<FormatException>() ? "f" : "g";
                }

            case 6 when depth > 0:
                ProgramInput child = new(number, depth - 1, number % 2, "");
                return $"[{await context.CallSubOrchestratorAsync<string>("Program", child)}]";
            default:
                try
                {
                    return $"x{await context.WaitForExternalEvent<int>("never", TimeSpan.FromSeconds(number))}";
                }
                catch (TaskCanceledException)
                {
                    return "o";
                }
        }
    }
}

internal sealed record ProgramInput(int Seed, int Depth, int Generations, string Said);
