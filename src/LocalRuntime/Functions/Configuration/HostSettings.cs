using Microsoft.Extensions.Configuration;

namespace Atlas.LocalRuntime.Functions.Configuration;

/// <summary>
/// host.json with the overrides that app settings may hold (<c>AzureFunctionsJobHost__…</c>), every <c>%Name%</c> in it
/// resolved from the app settings.
/// </summary>
internal sealed class HostSettings
{
    private const string OverridePrefix = "AzureFunctionsJobHost";

    private readonly IConfiguration _host;
    private readonly IConfiguration _app;

    public HostSettings(string? hostJsonPath, IConfiguration app)
    {
        _app = app;
        var builder = new ConfigurationBuilder();
        if (hostJsonPath is not null)
        {
            builder.AddJsonFile(hostJsonPath, optional: false, reloadOnChange: false);
        }

        _host = builder.AddConfiguration(app.GetSection(OverridePrefix)).Build();
    }

    public string RoutePrefix => this["extensions:http:routePrefix"] ?? "api";

    public string? this[string key] => _host[key] is { } value ? SettingNames.Resolve(value, _app) : null;

    public int? Number(string key) =>
        this[key] is not { } value ? null
        : int.TryParse(value, out var number) ? number
        : throw new InvalidOperationException($"host.json: {key} must be a number, not '{value}'.");

    public bool? Flag(string key) =>
        this[key] is not { } value ? null
        : bool.TryParse(value, out var flag) ? flag
        : throw new InvalidOperationException($"host.json: {key} must be true or false, not '{value}'.");

    public TimeSpan? Duration(string key) =>
        this[key] is not { } value ? null
        : TimeSpan.TryParse(value, out var duration) ? duration
        : throw new InvalidOperationException($"host.json: {key} must be a time span, not '{value}'.");

    public T? Choice<T>(string key)
        where T : struct, Enum =>
        this[key] is not { } value ? null
        : Enum.TryParse<T>(value, ignoreCase: true, out var choice) ? choice
        : throw new InvalidOperationException(
            $"host.json: {key} must be one of {string.Join(", ", Enum.GetNames<T>())}, not '{value}'."
        );

    /// <summary>Functions can be switched off by the app setting <c>AzureWebJobs.NAME.Disabled</c>, as in the real host.</summary>
    public bool IsDisabled(string function) =>
        (_app[$"AzureWebJobs.{function}.Disabled"] ?? _app[$"AzureWebJobs_{function}_Disabled"]) is { } value
        && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase));
}
