using Atlas.Platforms.Tests.Simulated;

namespace Atlas.Platforms.Tests.Pinterest;

public sealed class PinterestStormTests(PinterestSandbox sandbox) : IClassFixture<PinterestSandbox>
{
    [Fact]
    public async Task Whatever_breaks_off_each_pin_is_live_once()
    {
        var actor = await sandbox.ConnectAsync();
        await FaultStorm.BeginAsync(sandbox, actor, "pinterest");
        string[][] files =
        [
            ["three-inks-square.jpg"],
            ["three-inks-square.jpg", "three-inks-square.jpg"],
            ["dough-reel.mp4"],
        ];
        List<string> live = [];
        for (var i = 0; i < 12; i++)
        {
            var work = sandbox.Pin(actor, $"Number {i}", files[i % 3]);
            live.Add(await FaultStorm.PublishAsync(sandbox.Publisher, work, DateTimeOffset.UtcNow));
        }

        Assert.Equal(
            live,
            (await sandbox.EffectsAsync(actor.Channel)).Select(effect => effect.GetProperty("mediaId").GetString())
        );
    }
}
