namespace Atlas.EndToEnd.Systems;

/// <summary>
/// An app and a sandbox that run already, by environment variables: the same tests against the Azure build in the Functions
/// host. Tests that stop, kill or look into processes can't run there: they have the trait <c>Needs=Process</c>.
/// </summary>
internal sealed record RunningElsewhere(Uri App, Uri Sandbox, string SetupKey, string OperatorKey)
{
    /// <summary>Null where the tests start their own.</summary>
    public static RunningElsewhere? Find() =>
        Environment.GetEnvironmentVariable("ATLAS_E2E_URL") is not { Length: > 0 } app
            ? null
            : new RunningElsewhere(
                new Uri(app),
                new Uri(Required("ATLAS_E2E_SANDBOX_URL")),
                Required("ATLAS_E2E_SETUP_KEY"),
                Required("ATLAS_E2E_OPERATOR_KEY")
            );

    private static string Required(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"With ATLAS_E2E_URL, {name} is needed too.");
}
