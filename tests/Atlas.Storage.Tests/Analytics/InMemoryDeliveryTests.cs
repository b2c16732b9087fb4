using Atlas.Core.Storage;
using Atlas.Storage.InMemory;

namespace Atlas.Storage.Tests.Analytics;

public sealed class InMemoryDeliveryTests : DeliveryContract
{
    protected override IRowStore Store { get; } = new InMemoryRowStore();

    protected override int Seeds => 15;
}
