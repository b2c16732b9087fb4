namespace Atlas.Sandbox.DemoJob;

/// <summary><c>demo --app URL --sandbox URL --setup-key-file FILE --data DIR [--app-pid N] [--sandbox-pid N]</c></summary>
internal sealed record DemoArguments(
    Uri App,
    Uri Sandbox,
    string SetupKeyFile,
    string DataDirectory,
    int? AppPid,
    int? SandboxPid
)
{
    public static DemoArguments? Parse(IReadOnlyList<string> args, out string problem)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < args.Count; i += 2)
        {
            named[args[i]] = args[i + 1];
        }

        problem = "demo needs --app URL --sandbox URL --setup-key-file FILE --data DIR";
        return
            Address(named, "--app") is { } app
            && Address(named, "--sandbox") is { } sandbox
            && named.TryGetValue("--setup-key-file", out var keyFile)
            && named.TryGetValue("--data", out var data)
            ? new DemoArguments(app, sandbox, keyFile, data, Number(named, "--app-pid"), Number(named, "--sandbox-pid"))
            : null;
    }

    private static Uri? Address(Dictionary<string, string> named, string name) =>
        Uri.TryCreate(named.GetValueOrDefault(name), UriKind.Absolute, out var url) ? url : null;

    private static int? Number(Dictionary<string, string> named, string name) =>
        int.TryParse(named.GetValueOrDefault(name), out var number) ? number : null;
}
