namespace Atlas.Infra.Tests.Bicep;

[Collection(BicepCollection.Name)]
public sealed class SecrecyTests(BicepSources bicep)
{
    [Fact]
    public void Nothing_reads_a_key_out_of_a_resource()
    {
        string[] readers = ["listKeys", "listAccountSas", "listServiceSas", "list", "listSecrets", "getSecret", "primaryKey"];
        var calls = bicep
            .Files.SelectMany(file => file.Declarations.SelectMany(declaration => declaration.Value.All()))
            .Where(value => value.Kind == "call_expression")
            .Select(call => call.Text.Split('(')[0].Split('.')[^1]);
        Assert.Empty(calls.Intersect(readers));
    }

    /// <summary>A connection string of Application Insights is an address: local authentication is off, so it opens nothing.</summary>
    [Fact]
    public void No_output_is_a_secret()
    {
        var outputs = bicep.Files.SelectMany(file => file.Of("output").Select(output => (file, output)));
        foreach (var (file, output) in outputs)
        {
            var secure = file.Of("param").Where(parameter => parameter.Decorators.Contains("@secure()")).Select(p => p.Name);
            var used = output.Value.All().Where(value => value.Kind == "identifier").Select(value => value.Text);
            Assert.Empty(secure.Intersect(used));
            if (output.Name != "connectionString")
            {
                Assert.DoesNotMatch("(?i)key$|secret|password|connectionstring|sas", output.Name.Replace("KEY_VAULT", ""));
            }
        }

        var component = bicep.File("monitoring.bicep").Find("resource", "component");
        Assert.Equal("true", component.Value["properties"]!["DisableLocalAuth"]!.Text);
        Assert.DoesNotContain(bicep.Main.Of("output"), output => output.Value.Text.Contains("connectionString"));
    }

    [Theory]
    [InlineData("Microsoft.Storage/storageAccounts", "allowSharedKeyAccess", "false")]
    [InlineData("Microsoft.Storage/storageAccounts", "allowBlobPublicAccess", "false")]
    [InlineData("Microsoft.Storage/storageAccounts", "supportsHttpsTrafficOnly", "true")]
    [InlineData("Microsoft.Storage/storageAccounts", "minimumTlsVersion", "TLS1_2")]
    [InlineData("Microsoft.Storage/storageAccounts/blobServices/containers", "publicAccess", "None")]
    [InlineData("Microsoft.ServiceBus/namespaces", "disableLocalAuth", "true")]
    [InlineData("Microsoft.KeyVault/vaults", "enableRbacAuthorization", "true")]
    [InlineData("Microsoft.KeyVault/vaults", "enableSoftDelete", "true")]
    [InlineData("Microsoft.Web/sites", "httpsOnly", "true")]
    public void Every_resource_of_a_type_is_closed(string type, string property, string expected)
    {
        var resources = bicep.Resources.Select(found => found.Resource).Where(resource => resource.ResourceType == type).ToList();
        Assert.NotEmpty(resources);
        Assert.All(resources, resource => Assert.Equal(expected, resource.Value["properties"]?[property]?.Text));
    }

    [Fact]
    public void The_vault_can_be_purged_and_has_no_access_policies()
    {
        var vault = bicep.File("keyvault.bicep").Find("resource", "vault").Value["properties"]!;
        Assert.Null(vault["enablePurgeProtection"]);
        Assert.Null(vault["accessPolicies"]);
    }

    [Fact]
    public void Nobody_deploys_with_a_password()
    {
        var policies = bicep
            .Resources.Select(found => found.Resource)
            .Where(resource => resource.ResourceType == "Microsoft.Web/sites/basicPublishingCredentialsPolicies")
            .ToList();
        Assert.Equal(["ftp", "scm"], policies.Select(policy => policy.Value["name"]!.Text).Order());
        Assert.All(policies, policy => Assert.Equal("false", policy.Value["properties"]!["allow"]!.Text));
    }

    /// <summary>The types that Azure gives tags to. Children and extensions have none.</summary>
    [Fact]
    public void Every_resource_that_can_have_tags_has_them()
    {
        string[] without =
        [
            "Microsoft.Authorization/roleAssignments",
            "Microsoft.Consumption/budgets",
            "Microsoft.Insights/diagnosticSettings",
            "Microsoft.Cdn/profiles/originGroups",
            "Microsoft.Cdn/profiles/originGroups/origins",
            "Microsoft.Cdn/profiles/customDomains",
            "Microsoft.Cdn/profiles/afdEndpoints/routes",
            "Microsoft.Cdn/profiles/securityPolicies",
            "Microsoft.DurableTask/schedulers/taskHubs",
            "Microsoft.Network/privateEndpoints/privateDnsZoneGroups",
            "Microsoft.OperationalInsights/queryPacks/queries",
            "Microsoft.ServiceBus/namespaces/queues",
            "Microsoft.Storage/storageAccounts/blobServices",
            "Microsoft.Storage/storageAccounts/blobServices/containers",
            "Microsoft.Storage/storageAccounts/managementPolicies",
            "Microsoft.Storage/storageAccounts/tableServices",
            "Microsoft.Storage/storageAccounts/tableServices/tables",
            "Microsoft.Web/sites/basicPublishingCredentialsPolicies",
            "Microsoft.Web/sites/config",
        ];
        var untagged = bicep
            .Resources.Where(found => !without.Contains(found.Resource.ResourceType))
            .Where(found => found.Resource.Value["tags"] is not { } tags || tags.All().All(value => value.Text != "tags"))
            .Select(found => $"{found.File.Name}: {found.Resource.Name}");
        Assert.Empty(untagged);
    }
}
