using System.Text.Json.Nodes;
using Atlas.Infra.Tests.Bicep;
using Atlas.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Infra.Tests.Settings;

[Collection(BicepCollection.Name)]
public sealed class SettingsTests(BicepSources bicep)
{
    private readonly AppSettings _settings = new(bicep);

    /// <summary>What the template does not set, has no default, and is right to be nothing in Azure. By the end of its key.</summary>
    private static readonly Dictionary<string, string> s_rightUnset = new()
    {
        ["Atlas:Storage:TableConnectionString"] = "a connection string brings a key; the identity needs none",
        ["Atlas:Storage:BlobConnectionString"] = "likewise",
        ["Atlas:Storage:ServiceBusConnectionString"] = "likewise",
        ["Atlas:Storage:ServiceBusNamespace"] = "taken from the trigger's own connection",
        ["ServiceBus"] = "the emulator's connection string; in Azure the identity",
        ["Atlas:Operations:KeyHash"] = "the host compares function keys",
        ["Atlas:Egress:AllowedLoopbackPorts"] = "for development only",
        ["Atlas:Connections:MetaVerifyToken"] = "the deployment makes one itself",
        ["Atlas:ZoneDataFile"] = "the rules that came with the program are used",
        ["Publishing:StartsPerSweep"] = "what suits the runtime is taken",
        ["Atlas:Connections:ClockUrl"] = "the app's own address is taken",
    };

    /// <summary>Read by the Functions host or its extensions, not by us.</summary>
    private static readonly string[] s_ofTheHost =
    [
        "AzureWebJobsStorage__blobServiceUri",
        "AzureWebJobsStorage__queueServiceUri",
        "AzureWebJobsStorage__tableServiceUri",
        "AzureWebJobsStorage__credential",
        "AzureWebJobsStorage__clientId",
        "AzureWebJobsDisableHomepage",
        "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
        "ServiceBus__credential",
        "ServiceBus__clientId",
    ];

    [Fact]
    public void Every_setting_that_the_code_reads_is_given_or_has_a_default()
    {
        var given = _settings.Names.Select(name => name.Replace("__", ":")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var lacking = ReadSettings
            .All.Where(setting => setting.Key.StartsWith("Atlas:", StringComparison.Ordinal) || !setting.Key.Contains(':'))
            .Where(setting => setting.Default is null && !given.Contains(setting.Key) && !s_rightUnset.ContainsKey(setting.Key))
            .Select(setting => $"{setting.Key}, read by {setting.ReadBy}");
        Assert.Empty(lacking);
    }

    [Fact]
    public void Every_setting_that_is_given_is_read()
    {
        var read = ReadSettings.All.Select(setting => setting.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var hostJson = Repository.Read("host.json");
        var unused = _settings
            .Names.Where(name => !s_ofTheHost.Contains(name))
            .Where(name => !name.StartsWith("AzureFunctionsJobHost__", StringComparison.Ordinal))
            .Where(name => !read.Contains(name.Replace("__", ":")))
            .Where(name => !hostJson.Contains($"%{name}%") && !hostJson.Contains($"\"{name}\""));
        Assert.Empty(unused);
    }

    [Fact]
    public void Defaults_of_addresses_lead_to_the_networks()
    {
        var addresses = ReadSettings.All.Where(setting => setting.Default is Uri).ToList();
        Assert.NotEmpty(addresses);
        Assert.All(
            addresses,
            setting =>
            {
                var address = (Uri)setting.Default!;
                Assert.Equal(Uri.UriSchemeHttps, address.Scheme);
                Assert.False(address.IsLoopback, $"{setting.Key} leads to this machine.");
            }
        );
    }

    /// <summary>The storage of the app starts with what the template gives, with an endpoint in place of each expression.</summary>
    [Fact]
    public void The_storage_starts_with_these_settings()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                _settings.Always.ToDictionary(
                    setting => setting.Key.Replace("__", ":"),
                    setting =>
                        (string?)(
                            setting.Key.EndsWith("Uri", StringComparison.Ordinal)
                            || setting.Key.EndsWith("Endpoint", StringComparison.Ordinal)
                                ? "https://example.net"
                                : setting.Value
                        )
                )
            )
            .Build();
        var options = configuration.GetSection("Atlas:Storage").Get<AzureStorageOptions>()!;
        var services = new ServiceCollection();

        services.AddAtlasAzureStorage(options with { ServiceBusNamespace = configuration["ServiceBus:fullyQualifiedNamespace"] });

        Assert.NotEmpty(services);
        Assert.Throws<InvalidOperationException>(() => services.AddAtlasAzureStorage(options with { KeyVaultUri = null }));
    }

    /// <summary>What host.json says for one back end is said again, key for key, for the other.</summary>
    [Fact]
    public void The_cheaper_back_end_replaces_each_key_that_names_the_scheduler()
    {
        var provider = JsonNode.Parse(Repository.Read("host.json"))!["extensions"]!["durableTask"]![
            "storageProvider"
        ]!.AsObject();
        Assert.All(
            provider,
            key =>
                Assert.Contains(
                    $"AzureFunctionsJobHost__extensions__durableTask__storageProvider__{key.Key}",
                    _settings.WithStorage.Keys
                )
        );
        Assert.Contains(provider["connectionStringName"]!.GetValue<string>(), _settings.WithScheduler.Keys);
    }

    [Fact]
    public void No_setting_holds_a_key()
    {
        Assert.All(
            _settings.Always.Values.Concat(_settings.WithScheduler.Values).Concat(_settings.WithStorage.Values),
            value => Assert.DoesNotMatch("(?i)AccountKey=|SharedAccessKey=|SharedAccessSignature=|Password=", value)
        );
        Assert.Contains(
            bicep.File("functionapp.bicep").Find("param", "setupKeyHash").Decorators,
            decorator => decorator == "@secure()"
        );
    }
}
