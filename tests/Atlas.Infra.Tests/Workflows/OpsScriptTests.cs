using System.Diagnostics;

namespace Atlas.Infra.Tests.Workflows;

/// <summary>What <c>./atlas ops</c> refuses before it asks the app for anything.</summary>
public sealed class OpsScriptTests
{
    [Theory]
    [InlineData("'instagram'", "pause", "instagram", "--reason", "wrong")]
    [InlineData("--network", "drain", "--reason", "new", "--network", "x")]
    [InlineData("--workspace", "dead-letters", "discard", "--all", "--workspace", "1")]
    [InlineData("--all", "dead-letters", "list", "--all")]
    [InlineData("--repair", "status", "--repair")]
    [InlineData("'now'", "undrain", "now")]
    [InlineData("--network", "check-indexes", "--network", "x")]
    [InlineData("--workspace", "rotate", "data-key", "--workspace", "1")]
    [InlineData("'more'", "rotate", "app", "meta", "more")]
    [InlineData("rotate what?", "rotate", "everything")]
    [InlineData("no command 'halt'", "halt")]
    [InlineData("https", "status", "--url", "http://atlas.example", "--key-file", "/dev/null")]
    [InlineData("https", "status", "--url", "http://127.0.0.1@atlas.example", "--key-file", "/dev/null")]
    [InlineData("https", "status", "--url", "http://localhost.example", "--key-file", "/dev/null")]
    [InlineData("no operators' key", "status", "--url", "http://127.0.0.1:1", "--key-file", "/dev/null")]
    public async Task What_a_command_has_no_use_for_is_refused(string said, params string[] words)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var start = new ProcessStartInfo("bash", [Repository.PathOf("atlas"), "ops", .. words])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var script = Process.Start(start)!;
        var error = await script.StandardError.ReadToEndAsync();
        await script.WaitForExitAsync();

        Assert.Equal(1, script.ExitCode);
        Assert.Contains(said, error);
    }
}
