using System.Text.RegularExpressions;
using Atlas.Infra.Tests.Bicep;
using Atlas.Storage;

namespace Atlas.Infra.Tests.Rights;

/// <summary>
/// The rights and what needs them. A call of a client that no role stands for, a role that nothing needs, and a client that
/// is used for the first time all fail here.
/// </summary>
[Collection(BicepCollection.Name)]
public sealed partial class RoleTests(BicepSources bicep)
{
    private const string Host = "the Functions host";

    private sealed record Need(string Resource, string Role, params string[] Calls);

    // What a call needs: learn.microsoft.com, "authorize access … with Microsoft Entra ID" of each service.
    private static readonly Need[] s_needs =
    [
        new(
            "rows",
            "storageTableDataContributor",
            "TableClient.CreateIfNotExistsAsync",
            "TableClient.GetEntityIfExistsAsync",
            "TableClient.QueryAsync",
            "TableClient.SubmitTransactionAsync"
        ),
        new(
            "media",
            "storageBlobDataContributor",
            "BlobContainerClient.CreateIfNotExistsAsync",
            "BlobBaseClient.DeleteIfExistsAsync",
            "BlobBaseClient.OpenReadAsync",
            "BlobBaseClient.SetHttpHeadersAsync",
            "BlobClient.UploadAsync",
            "BlobServiceClient.GetUserDelegationKeyAsync",
            "BlockBlobClient.StageBlockAsync",
            "BlockBlobClient.CommitBlockListAsync",
            "BlockBlobClient.GetBlockListAsync"
        ),
        new(
            "vault",
            "keyVaultSecretsOfficer",
            "SecretClient.GetSecretAsync",
            "SecretClient.SetSecretAsync",
            "SecretClient.StartDeleteSecretAsync",
            "SecretClient.PurgeDeletedSecretAsync"
        ),
        new(
            "queue",
            "serviceBusDataSender",
            "ServiceBusSender.SendMessageAsync",
            "ServiceBusSender.SendMessagesAsync",
            "ServiceBusSender.CreateMessageBatchAsync"
        ),
        new(
            "queue",
            "serviceBusDataReceiver",
            Host, // the trigger
            "ServiceBusReceiver.PeekMessagesAsync",
            "ServiceBusReceiver.ReceiveMessagesAsync",
            "ServiceBusReceiver.CompleteMessageAsync",
            "ServiceBusReceiver.AbandonMessageAsync"
        ),
        new("host", "storageBlobDataOwner", Host), // the package, locks, large messages
        new("host", "storageQueueDataContributor", Host), // the hub's queues with Azure Storage as back end
        new("host", "storageTableDataContributor", Host), // its history
        new("scheduler", "durableTaskDataContributor", Host),
        new("component", "monitoringMetricsPublisher", Host),
    ];

    [Fact]
    public void Every_right_is_needed_and_every_need_has_its_right()
    {
        var given = Assignments().Select(found => $"{found.Role} on {found.Scope}").Order();
        var needed = s_needs.Select(need => $"{need.Role} on {need.Resource}").Order();
        Assert.Equal(needed, given);
    }

    [Fact]
    public void Every_call_to_azure_is_covered_and_every_covered_call_is_made()
    {
        var calls = UsedCalls
            .Of(typeof(AzureStorage).Assembly)
            .Where(call =>
                call.EndsWith("Async", StringComparison.Ordinal) && !call.EndsWith("DisposeAsync", StringComparison.Ordinal)
            )
            .Where(call => Clients().IsMatch(call))
            .Order();
        var covered = s_needs.SelectMany(need => need.Calls).Where(call => call != Host).Order();
        Assert.Equal(string.Join('\n', covered), string.Join('\n', calls));
    }

    [Fact]
    public void Rights_go_to_the_apps_identity_alone()
    {
        Assert.All(
            bicep.Resources.Where(found => found.Resource.ResourceType == "Microsoft.Authorization/roleAssignments"),
            found =>
            {
                Assert.Equal("roles.bicep", found.File.Name);
                Assert.Equal("principalId", found.Resource.Value["properties"]!["principalId"]!.Text);
                Assert.Equal("ServicePrincipal", found.Resource.Value["properties"]!["principalType"]!.Text);
            }
        );
        Assert.Equal("identity.outputs.principalId", bicep.Main.Find("module", "roles").Value["params"]!["principalId"]!.Text);
    }

    [Fact]
    public void Role_ids_are_distinct_and_no_role_owns_or_contributes_to_everything()
    {
        var ids = bicep.File("roles.bicep").Of("var").Select(variable => variable.Value.Text).ToList();
        Assert.All(ids, id => Assert.True(Guid.TryParseExact(id, "D", out _), id));
        Assert.Equal(ids.Count, ids.Distinct().Count());
        string[] tooMuch = ["8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "b24988ac-6180-42a0-ab88-20f7382dd24c"]; // Owner, Contributor
        Assert.Empty(ids.Intersect(tooMuch));
    }

    private IEnumerable<(string Role, string Scope)> Assignments() =>
        bicep
            .File("roles.bicep")
            .Of("resource")
            .Where(resource => !resource.Existing)
            .Select(resource =>
                (
                    resource.Value["properties"]!["roleDefinitionId"]!
                        .All()
                        .Where(value => value.Kind == "identifier")
                        .Select(value => value.Text)
                        .Single(name => bicep.File("roles.bicep").Of("var").Any(variable => variable.Name == name)),
                    resource.Value["scope"]!.Text
                )
            );

    [GeneratedRegex(
        @"^(Table|Secret|Blob|BlockBlob|BlobBase|BlobContainer|BlobService|ServiceBus)\w*\..",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Clients();
}
