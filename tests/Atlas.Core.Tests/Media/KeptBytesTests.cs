using Atlas.Core.Media;

namespace Atlas.Core.Tests.Media;

/// <summary>Files and rows stay together, whenever a process dies between them.</summary>
public sealed class KeptBytesTests
{
    [Fact]
    public async Task A_process_that_dies_anywhere_in_an_upload_leaves_a_whole_file_or_none()
    {
        var finished = false;
        for (var calls = 1; !finished; calls++)
        {
            Assert.True(calls < 100);
            using var world = new MediaWorld();
            var picture = MediaWorld.Picture(5_000, calls);
            var process = world.Start();
            process.DiesNow = DiesAfter(calls);
            (finished, _) = await process.RunAsync(() => UploadAsync(world, process, picture));

            await AgeAsync(world);

            var stored = (await world.AssetsAsync()).Select(asset => asset.StoredAs).ToList();
            Assert.Equal(stored, world.Files());
            Assert.True(stored.Count == 1 || !finished);
        }
    }

    [Fact]
    public async Task A_process_that_dies_anywhere_in_a_deletion_leaves_all_of_it_or_nothing()
    {
        var finished = false;
        for (var calls = 1; !finished; calls++)
        {
            Assert.True(calls < 100);
            using var world = new MediaWorld();
            await UploadAsync(world, world.Start(), MediaWorld.Picture(5_000, calls));
            var asset = Assert.Single(await world.AssetsAsync());
            var process = world.Start();
            process.DiesNow = DiesAfter(calls);
            (finished, _) = await process.RunAsync(() => process.Library.DeleteAsync(world.Caller, asset.Id, default));

            await AgeAsync(world);

            Assert.Equal((await world.AssetsAsync()).Select(kept => kept.StoredAs), world.Files());
            Assert.False(finished && world.Files().Count > 0);
        }
    }

    [Fact]
    public async Task The_same_bytes_at_the_same_time_are_one_file_unless_a_copy_is_asked_for()
    {
        using var world = new MediaWorld();
        var process = world.Start();
        var picture = MediaWorld.Picture(5_000, 1);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => UploadAsync(world, process, picture)));

        var asset = Assert.Single(await world.AssetsAsync());
        Assert.Single(answers, answer => answer.Status == 201);
        Assert.Equal([asset.StoredAs], world.Files());
        await UploadAsync(world, process, picture, copy: true);
        Assert.Equal(2, (await world.AssetsAsync()).Count);
        Assert.Equal(2, world.Files().Count);
    }

    [Fact]
    public async Task Bytes_whose_file_was_deleted_are_new_again()
    {
        using var world = new MediaWorld();
        var process = world.Start();
        var picture = MediaWorld.Picture(5_000, 1);
        await UploadAsync(world, process, picture);
        var first = Assert.Single(await world.AssetsAsync());
        await process.Library.DeleteAsync(world.Caller, first.Id, default);

        Assert.Equal(201, (await UploadAsync(world, process, picture)).Status);

        Assert.NotEqual(first.Id, Assert.Single(await world.AssetsAsync()).Id);
        Assert.Equal(200, (await UploadAsync(world, process, picture)).Status);
    }

    private static Func<bool> DiesAfter(int calls) => () => --calls < 0;

    private static async Task<Problems.Answer> UploadAsync(
        MediaWorld world,
        MediaProcess process,
        byte[] picture,
        bool copy = false
    )
    {
        var details = new MediaDetails { FileName = "a.jpg", Copy = copy };
        using var content = new MemoryStream(picture);
        var incoming = new IncomingMedia(world.Workspace, Id<MediaAsset>.New(world.Clock), details, 1_000_000, content);
        var answer = await process.Receive.HandleAsync(incoming, _ => null, default);
        return answer.Value ?? throw new InvalidOperationException(answer.Problem?.Detail);
    }

    private static async Task AgeAsync(MediaWorld world)
    {
        var next = world.Start();
        world.Clock.Advance(TimeSpan.FromHours(30));
        await next.Purge.RunAsync(default);
    }
}
