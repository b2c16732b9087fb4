using Atlas.Core.Storage;
using Atlas.Storage.InMemory;

namespace Atlas.Storage.Tests.Rows;

public sealed class InMemoryRowStoreTests : RowStoreContract
{
    protected override IRowStore Store { get; } = new InMemoryRowStore();

    [Theory]
    [InlineData(RowStoreMoment.BeforeWrite, false)]
    [InlineData(RowStoreMoment.AfterWrite, true)]
    public async Task A_fault_is_injected_on_either_side_of_the_effect(RowStoreMoment moment, bool written)
    {
        var faulty = new InMemoryRowStore(
            (now, _, _) => now == moment ? throw new StorageUnavailableException("injected", null, null) : ValueTask.CompletedTask
        );

        await Assert.ThrowsAsync<StorageUnavailableException>(async () =>
            await faulty.WriteAsync(Partition, [RowWrite.Insert("a", default)], None)
        );

        Assert.Equal(written, await faulty.ReadAsync(Partition, "a", None) is not null);
    }

    [Fact]
    public async Task What_the_caller_does_to_its_buffer_later_does_not_reach_the_row()
    {
        var data = Bytes("before");
        await Write(RowWrite.Insert("a", data));
        data.AsSpan().Fill((byte)'x');
        Assert.Equal(["a=before"], await All());
    }
}
