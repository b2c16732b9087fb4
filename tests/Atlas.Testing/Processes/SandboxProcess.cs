using Atlas.Testing.Clients;

namespace Atlas.Testing.Processes;

/// <summary>The simulated networks. What they remember ends with the process.</summary>
public sealed class SandboxProcess : ServerProcess
{
    public SandboxProcess(string logFile, int? port = null)
        : base("Atlas.Sandbox", "/control/health", logFile, port)
    {
        Client = new SandboxClient(Url);
    }

    /// <summary>One that runs already.</summary>
    public SandboxProcess(Uri running)
        : base("/control/health", running)
    {
        Client = new SandboxClient(Url);
    }

    public SandboxClient Client { get; }

    public override async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await base.DisposeAsync();
    }
}
