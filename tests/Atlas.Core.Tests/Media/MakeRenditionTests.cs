using Atlas.Core.Idempotency;
using Atlas.Core.Media;
using Atlas.Core.Messaging;
using Atlas.Core.Publishing;
using Atlas.Core.Tests.Publishing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atlas.Core.Tests.Media;

public sealed class MakeRenditionTests : IDisposable
{
    private readonly MediaWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_library_that_is_plugged_in_is_given_the_part_and_its_file_becomes_a_medium()
    {
        var process = _world.Start();
        var asset = await UploadAsync(process);
        var cutter = new Cutter(MediaWorld.Picture(3_000, seed: 9));

        var answer = await Make(process, cutter)
            .HandleAsync(_world.Caller, asset.Id, new MediaCrop { Ratio = "1:1" }, idempotencyKey: null, default);

        Assert.Equal(201, answer.Value!.Status);
        var side = Math.Min(asset.Probe.Width!.Value, asset.Probe.Height!.Value);
        Assert.Equal((side, side), (cutter.Asked!.Value.Width, cutter.Asked.Value.Height));
        var made = Assert.Single(await _world.AssetsAsync(), kept => kept.Id != asset.Id);
        Assert.Equal(("sea", asset.Retention), (made.AltText, made.Retention));
        Assert.Equal(2, _world.Files().Count);
    }

    [Fact]
    public async Task Without_one_the_refusal_names_the_size_and_nothing_is_kept()
    {
        var process = _world.Start();
        var asset = await UploadAsync(process);
        var region = new MediaCrop { Ratio = "4:5" }
            .RegionOf(asset.Probe.Width!.Value, asset.Probe.Height!.Value)!
            .Value;

        var answer = await Make(process, new Core.Media.Probing.EmbeddedRenditions())
            .HandleAsync(_world.Caller, asset.Id, new MediaCrop { Ratio = "4:5" }, idempotencyKey: null, default);

        Assert.Equal(region.Size, Assert.Single(answer.Problem!.Errors!).Limit);
        Assert.Single(await _world.AssetsAsync());
    }

    private async Task<MediaAsset> UploadAsync(MediaProcess process)
    {
        using var content = new MemoryStream(MediaWorld.Picture(5_000, seed: 8));
        var details = new MediaDetails
        {
            FileName = "sea.jpg",
            AltText = "sea",
            Retention = MediaRetention.Temporary,
        };
        var incoming = new IncomingMedia(_world.Workspace, Id<MediaAsset>.New(_world.Clock), details, 1 << 20, content);
        Assert.False((await process.Receive.HandleAsync(incoming, _ => null, default)).Failed);
        return Assert.Single(await _world.AssetsAsync());
    }

    private MakeRendition Make(MediaProcess process, IImageRenditions renditions)
    {
        var outbox = new Outbox(_world.Rows, new SentMessages(), _world.Clock, NullLogger<Outbox>.Instance);
        var commands = new CommandLedger(_world.Rows, new DueIndex(_world.Rows), outbox, _world.Clock);
        return new MakeRendition(
            process.Assets,
            process.Store,
            renditions,
            process.Receive,
            commands,
            _world.Options,
            _world.Clock
        );
    }

    private sealed class Cutter(byte[] picture) : IImageRenditions
    {
        public CropRegion? Asked { get; private set; }

        public bool CanCrop(MediaProbe probe) => true;

        public ValueTask<Rendition?> MakeAsync(
            MediaProbe probe,
            Stream content,
            RenditionTarget target,
            CancellationToken cancellationToken
        )
        {
            Asked = target.Region;
            return ValueTask.FromResult<Rendition?>(new Rendition(picture));
        }
    }
}
