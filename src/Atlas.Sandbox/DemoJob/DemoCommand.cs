using System.Text.Json;

namespace Atlas.Sandbox.DemoJob;

/// <summary>Shows the product at work: a workspace, connected accounts, and posts that go live a few seconds from now.</summary>
internal static class DemoCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        if (DemoArguments.Parse(args, out var problem) is not { } arguments)
        {
            await Console.Error.WriteLineAsync(problem);
            return 2;
        }

        try
        {
            return await RunAsync(arguments, TimeProvider.System);
        }
        catch (DemoException ex)
        {
            await Console.Error.WriteLineAsync(ex.Message);
            if (ex.IsUnknownKey)
            {
                await Console.Error.WriteLineAsync(
                    $"Was the app's data deleted? Then delete {Path.Combine(arguments.DataDirectory, "demo-state.json")} too."
                );
            }

            return 1;
        }
        catch (HttpRequestException ex)
        {
            await Console.Error.WriteLineAsync($"The app or the sandbox doesn't answer: {ex.Message}");
            return 1;
        }
    }

    private static async Task<int> RunAsync(DemoArguments arguments, TimeProvider time)
    {
        var (state, api) = await new DemoSetup(arguments, time).RunAsync();
        using var sandbox = new SandboxAccess(arguments.Sandbox);
        using (api)
        {
            var url = arguments.App.GetLeftPart(UriPartial.Authority);
            var sandboxUrl = arguments.Sandbox.GetLeftPart(UriPartial.Authority);
            var pids = new DemoPids(arguments.AppPid, arguments.SandboxPid);
            var summary = new DemoSummary(url, sandboxUrl, state.WorkspaceId!, state.ApiKey!, $"{url}/", pids);
            PrivateFile.Write(
                Path.Combine(arguments.DataDirectory, "demo.json"),
                JsonSerializer.SerializeToUtf8Bytes(summary, DemoJson.Default.DemoSummary)
            );
            Console.WriteLine(
                $"""

                Dashboard  {summary.DashboardUrl}
                API        {url}/api/v1   with Authorization: Bearer {state.ApiKey}
                Feed       {sandboxUrl}/

                Due       What      Network    Account             State           Late  Where
                """
            );
            var allLive = await new DemoWatch(api, sandbox, time, Console.Out).RunAsync(state);
            Console.WriteLine(
                allLive
                    ? "\nAll live. Schedule more over the API; Ctrl-C stops, and the same command goes on with this data."
                    : "\nNot all went live: the lines above say why."
            );
            return 0;
        }
    }
}
