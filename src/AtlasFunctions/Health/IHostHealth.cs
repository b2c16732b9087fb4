namespace Atlas.Functions.Health;

/// <summary>How the runtime around the functions is.</summary>
public interface IHostHealth
{
    HostHealth Report();
}

public sealed record HostHealth(bool IsLive, bool IsReady, IReadOnlyList<HealthCheckView> Checks);

/// <param name="Detail">What is wrong, without secrets or addresses.</param>
public sealed record HealthCheckView(string Name, bool Healthy, string? Detail);

/// <param name="Status"><c>healthy</c> or <c>unhealthy</c>.</param>
public sealed record HealthView(string Status, bool Live, bool Ready, IReadOnlyList<HealthCheckView> Checks);
