using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atlas.Sandbox.DemoJob;

/// <summary>
/// How far the demo has come, kept beside the app's data: a run that was killed anywhere goes on from here, and sends the
/// same requests under the same idempotency keys.
/// </summary>
internal sealed record DemoState
{
    public required string Id { get; init; }
    public string? WorkspaceId { get; init; }
    public string? ApiKey { get; init; }

    /// <summary>Channel ids by the demo's names for them.</summary>
    public IReadOnlyDictionary<string, string> Channels { get; init; } = new Dictionary<string, string>();

    /// <summary>Media ids by file.</summary>
    public IReadOnlyDictionary<string, string> Media { get; init; } = new Dictionary<string, string>();

    /// <summary>What is scheduled for when; written before the first post is sent.</summary>
    public IReadOnlyList<PlannedPost> Posts { get; init; } = [];

    public static DemoState? Read(string folder)
    {
        var file = FileIn(folder);
        return File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllBytes(file), DemoJson.Default.DemoState) : null;
    }

    public void Save(string folder) =>
        PrivateFile.Write(FileIn(folder), JsonSerializer.SerializeToUtf8Bytes(this, DemoJson.Default.DemoState));

    private static string FileIn(string folder) => Path.Combine(folder, "demo-state.json");
}

/// <param name="Name">One of <see cref="DemoPosts"/>.</param>
internal sealed record PlannedPost(string Name, DateTimeOffset At, IReadOnlyList<string>? Publications = null);

/// <summary>What <c>demo.json</c> tells other programs.</summary>
internal sealed record DemoSummary(
    string Url,
    string SandboxUrl,
    string WorkspaceId,
    string ApiKey,
    string DashboardUrl,
    DemoPids Pids
);

internal sealed record DemoPids(int? App, int? Sandbox);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(DemoState))]
[JsonSerializable(typeof(DemoSummary))]
internal sealed partial class DemoJson : JsonSerializerContext;
