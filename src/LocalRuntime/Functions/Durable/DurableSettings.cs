using System.Text.Json;
using Atlas.LocalRuntime.DurableTask;
using Atlas.LocalRuntime.Functions.Configuration;

namespace Atlas.LocalRuntime.Functions.Durable;

/// <summary>The hub's options from host.json's <c>extensions.durableTask</c>.</summary>
internal static class DurableSettings
{
    private const string Section = "extensions:durableTask:";
    private const string DefaultHub = "LocalTaskHub";

    public static DurableTaskHubOptions Read(HostSettings settings, DataDirectory data, JsonSerializerOptions json)
    {
        var defaults = new DurableTaskHubOptions();
        return defaults with
        {
            DatabasePath = data.File($"{HubName(settings)}.db"),
            JsonSerializerOptions = json,
            MaxConcurrentActivities =
                settings.Number($"{Section}maxConcurrentActivityFunctions") ?? defaults.MaxConcurrentActivities,
            MaxConcurrentOrchestrations =
                settings.Number($"{Section}maxConcurrentOrchestratorFunctions") ?? defaults.MaxConcurrentOrchestrations,
            DefaultVersion = settings[$"{Section}defaultVersion"] ?? defaults.DefaultVersion,
            VersionMatchStrategy =
                settings.Choice<VersionMatchStrategy>($"{Section}versionMatchStrategy") ?? defaults.VersionMatchStrategy,
            VersionFailureStrategy =
                settings.Choice<VersionFailureStrategy>($"{Section}versionFailureStrategy") ?? defaults.VersionFailureStrategy,
        };
    }

    private static string HubName(HostSettings settings)
    {
        var name = settings[$"{Section}hubName"] ?? DefaultHub;
        return name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && name.Length > 0
            ? name
            : throw new InvalidOperationException($"host.json: '{name}' can't be a task hub's name: use letters and digits.");
    }
}
