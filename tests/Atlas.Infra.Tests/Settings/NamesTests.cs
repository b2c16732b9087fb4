using System.Reflection;
using Atlas.Core.Messaging;
using Atlas.Functions.Api;
using Atlas.Infra.Tests.Bicep;
using Atlas.Storage;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Infra.Tests.Settings;

/// <summary>What the code names exists once it is deployed.</summary>
[Collection(BicepCollection.Name)]
public sealed class NamesTests(BicepSources bicep)
{
    [Fact]
    public void Every_queue_that_the_code_names_is_made_and_no_other()
    {
        var named = FunctionAccess
            .Methods()
            .SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<ServiceBusTriggerAttribute>()?.QueueName)
            .OfType<string>()
            .Append(Outbox.Queue)
            .Distinct()
            .Order();
        Assert.Equal(named, NamesOf("servicebus.bicep", "Microsoft.ServiceBus/namespaces/queues"));
    }

    [Fact]
    public void Every_connection_of_a_trigger_has_an_address()
    {
        var settings = new AppSettings(bicep).Always.Keys;
        var connections = FunctionAccess
            .Methods()
            .SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<ServiceBusTriggerAttribute>()?.Connection)
            .OfType<string>()
            .Distinct();
        Assert.All(connections, connection => Assert.Contains($"{connection}__fullyQualifiedNamespace", settings));
    }

    [Fact]
    public void The_table_and_the_media_container_are_made_and_set()
    {
        var settings = new AppSettings(bicep).Always;
        var defaults = new AzureStorageOptions();

        Assert.Equal(
            [settings["Atlas__Storage__TableName"]],
            NamesOf("storage.bicep", "Microsoft.Storage/storageAccounts/tableServices/tables")
        );
        Assert.Contains(
            settings["Atlas__Storage__MediaContainer"],
            NamesOf("storage.bicep", "Microsoft.Storage/storageAccounts/blobServices/containers")
        );
        Assert.Equal(defaults.TableName, settings["Atlas__Storage__TableName"]);
        Assert.Equal(defaults.MediaContainer, settings["Atlas__Storage__MediaContainer"]);
    }

    [Fact]
    public void The_package_is_taken_from_a_container_that_is_made()
    {
        var app = bicep.File("functionapp.bicep").Find("resource", "app");
        var package = app.Value["properties"]!["functionAppConfig"]!["deployment"]!["storage"]!["value"]!.Text;
        Assert.EndsWith("/${packageContainer}", package);
        Assert.Contains("packages", NamesOf("storage.bicep", "Microsoft.Storage/storageAccounts/blobServices/containers"));
    }

    [Fact]
    public void The_hub_that_is_made_is_the_one_that_is_used()
    {
        var settings = new AppSettings(bicep);
        Assert.Equal([settings.Always["TASKHUB_NAME"]], NamesOf("scheduler.bicep", "Microsoft.DurableTask/schedulers/taskHubs"));
    }

    /// <summary>Dead letters are what the alert looks at: a queue that drops what it can't deliver would be silent.</summary>
    [Fact]
    public void Undeliverable_work_goes_to_the_dead_letters()
    {
        var queue = bicep.File("servicebus.bicep").Find("resource", "queue").Value["properties"]!;
        Assert.Equal("10", queue["maxDeliveryCount"]!.Text);
        Assert.Equal("true", queue["deadLetteringOnMessageExpiration"]!.Text);
    }

    private IEnumerable<string> NamesOf(string file, string type) =>
        bicep
            .File(file)
            .Of("resource")
            .Where(resource => resource.ResourceType == type)
            .Select(resource => bicep.Resolve(bicep.File(file), resource.Value["name"]!))
            .Order();
}
