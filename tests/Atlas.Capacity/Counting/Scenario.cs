using Atlas.Core;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Testing.Processes;

namespace Atlas.Capacity.Counting;

/// <summary>A kind of post, and what one of it takes; where nothing else is said, when nothing else is published at the time.</summary>
internal sealed record Scenario(string Name, Platform Platform, params string[] Files)
{
    public PostType Type { get; init; } = PostType.Post;

    public IReadOnlyList<string> Thread { get; init; } = [];

    /// <summary>On as many channels, at one time.</summary>
    public int Together { get; init; } = 1;

    /// <summary>How many have gone out on the channel on the same day.</summary>
    public int Before { get; init; }

    public static readonly Scenario SingleImage = new("Single image", Platform.Instagram, DemoFiles.SquareImage);

    public static readonly Scenario TenAtATime = SingleImage with { Name = "Image, ten at a time", Together = 10 };

    public static readonly Scenario Twentieth = SingleImage with { Name = "Image, the channel's 20th of the day", Before = 19 };

    public static readonly IReadOnlyList<Scenario> All =
    [
        SingleImage,
        new("Carousel of three", Platform.Instagram, DemoFiles.SquareImage, DemoFiles.SquareImage, DemoFiles.SquareImage),
        new("Video", Platform.Instagram, DemoFiles.ReelVideo) { Type = PostType.Reel },
        new("Thread of three", Platform.Threads) { Thread = ["The second", "The third"] },
        new("Text", Platform.Threads),
        TenAtATime,
        Twentieth,
    ];

    /// <summary>
    /// Together whole hours, so that as many of the hourly full sweeps fall into them as into the same time without a post; and
    /// longer than everything that has to do with the post takes, the clean-up behind it included.
    /// </summary>
    private static readonly TimeSpan s_ahead = TimeSpan.FromMinutes(105);
    private static readonly TimeSpan s_after = TimeSpan.FromMinutes(15);

    public async Task<PostCounts> CountAsync()
    {
        await using var app = await CountedApp.StartAsync();
        List<Id<Channel>> channels = [];
        for (var i = 0; i < Together; i++)
        {
            channels.Add(await app.ConnectAsync(Platform));
        }

        await app.RunAsync(app.Now.AddMinutes(30)); // what follows connecting is over
        app.Clear();
        List<PostMedia> media = [];
        foreach (var file in Files)
        {
            media.Add(await app.UploadAsync(file));
        }

        var uploads = app.Take().Of(Stages.Upload);
        for (var i = 1; i <= Before; i++)
        {
            await app.CreateAsync(Request(channels[0], media, $"earlier {i}", app.Now.AddMinutes(1)));
        }

        await app.RunAsync(app.Now.AddHours(1).AddSeconds(20)); // on a minute's twenty-fifth second: no timer of its own is near
        app.Clear();
        var due = app.Now + s_ahead;
        for (var i = 0; i < Together; i++)
        {
            await app.CreateAsync(Request(channels[i], media, $"post {i}", due));
        }

        await app.RunAsync(due.AddSeconds(-1));
        var prepared = app.Take();
        await app.RunAsync(due + s_after);
        var all = app.Take();
        foreach (var publication in await app.PublicationsAsync())
        {
            if (publication.State != PublicationState.Published)
            {
                throw new InvalidOperationException(
                    $"{Name} is {publication.State}: {publication.Failure?.Message} {publication.Waiting} {string.Join("; ", app.Faults)}"
                );
            }
        }

        // The same time again, without a post.
        app.Clear();
        await app.RunAsync(app.Now + s_ahead + s_after);
        return new PostCounts(
            this,
            all.Minus(app.Take()).DividedBy(Together),
            all.Minus(prepared).Of(Stages.Orchestration).DividedBy(Together),
            uploads
        );
    }

    private CreatePostRequest Request(Id<Channel> channel, List<PostMedia> media, string what, DateTimeOffset due) =>
        new()
        {
            ChannelIds = [channel],
            Type = Type,
            Text = $"{Name}, {what}",
            Thread = Thread.Count == 0 ? null : [.. Thread.Select(text => new ThreadPart(text))],
            Media = media,
            DueAt = due,
        };
}

/// <param name="Post">From its request to the end of its clean-up, without what the timers do anyway.</param>
/// <param name="WhenDue">Of its orchestration, from its instant on.</param>
/// <param name="Uploads">Of its files, all together.</param>
internal sealed record PostCounts(Scenario Scenario, Counts Post, Counts WhenDue, Counts Uploads)
{
    /// <summary>What the Durable Task Scheduler bills: each start, activity, result, timer and event that it hands to the app.</summary>
    public double Actions => Post[Unit.Starts] + (2 * Post[Unit.Activities]) + Post[Unit.Timers] + Post[Unit.Events];
}
