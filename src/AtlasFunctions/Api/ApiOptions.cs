namespace Atlas.Functions.Api;

/// <summary>Section <c>Atlas:Api</c> of the settings.</summary>
public sealed class ApiOptions
{
    /// <summary>What one key may do, on average, in each process.</summary>
    public double RequestsPerSecond { get; set; } = 5000;

    public int BurstRequests { get; set; } = 20_000;

    /// <summary>The largest JSON body.</summary>
    public int MaxBodyBytes { get; set; } = 512 * 1024;
}
