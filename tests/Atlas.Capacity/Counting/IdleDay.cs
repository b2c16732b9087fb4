using Atlas.Core.Platforms;

namespace Atlas.Capacity.Counting;

/// <summary>A day on which nobody posts: what the timers do anyway, with one connected channel.</summary>
internal static class IdleDay
{
    public static async Task<Counts> CountAsync()
    {
        await using var app = await CountedApp.StartAsync();
        await app.ConnectAsync(Platform.Instagram);
        await app.RunAsync(app.Now.AddMinutes(30));
        app.Clear();
        await app.RunAsync(app.Now.AddDays(1));
        return app.Take();
    }
}
