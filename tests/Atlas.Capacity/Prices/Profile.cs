namespace Atlas.Capacity.Prices;

/// <summary>A way to deploy, as the parameter <c>profile</c> of <c>infra/main.bicep</c> has it.</summary>
/// <param name="WarmInstances">Kept ready for requests and for orchestrations.</param>
/// <param name="OnScheduler">Whether orchestrations lie in the Durable Task Scheduler; else in Azure Storage.</param>
internal sealed record Profile(
    string Name,
    double InstanceGigabytes,
    int WarmInstances,
    bool OnScheduler,
    string Bus,
    int PrivateEndpoints
)
{
    public static readonly Profile Smallest = new("smallest", 0.5, 0, true, "Basic", 0);

    public static readonly IReadOnlyList<Profile> All =
    [
        Smallest,
        new("smallest, 2 GB", 2, 0, true, "Basic", 0),
        new("smallest on Azure Storage", 0.5, 1, false, "Basic", 0),
        new("standard", 2, 2, true, "Standard", 0),
        new("private", 2, 2, false, "Premium", 6),
    ];
}
