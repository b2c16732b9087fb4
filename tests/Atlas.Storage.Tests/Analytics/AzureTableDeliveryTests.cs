using Atlas.Core.Storage;
using Atlas.Storage.AzureTables;
using Azure.Data.Tables;

namespace Atlas.Storage.Tests.Analytics;

[Collection("Azurite")]
public sealed class AzureTableDeliveryTests(AzuriteServer server) : DeliveryContract
{
    protected override IRowStore Store { get; } =
        new AzureTableRowStore(
            new TableClient(server.Azurite.ConnectionString, "delivery"),
            new TableClient(server.Azurite.ConnectionString, "delivery")
        );

    protected override int Seeds => 1;
}
