using Atlas.Core.Platforms;
using Atlas.Platforms.Http;
using Atlas.Platforms.Instagram;
using Atlas.Platforms.Meta;
using Atlas.Testing;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Tests.Instagram;

/// <summary>A publisher on a scripted network and a clock that stands still.</summary>
internal sealed class PublisherUnderTest
{
    public PublisherUnderTest(HttpMessageHandler network, Action<InstagramOptions>? configure = null)
    {
        var settings = new InstagramOptions { ReadPermalinkAfterPublish = false };
        configure?.Invoke(settings);
        var options = Options.Create(settings);
        Api = new InstagramApi(new GraphClient(new PlatformHttp(new PlatformTransport(network), Clock)), options);
        var answers = new InstagramAnswers(Clock);
        Publisher = new InstagramPublisher(
            Api,
            answers,
            new InstagramPolling(Api, answers, options, Clock),
            new InstagramUploads(Api, answers),
            new InstagramFinder(Api),
            new InstagramComments(Api, answers),
            new InstagramDeletion(Api, answers),
            options,
            Clock
        );
    }

    public FakeClock Clock { get; } = new();

    public InstagramApi Api { get; }

    public IPlatformPublisher Publisher { get; }

    public Task<StepAnswer> StepAsync(PublishWork work) =>
        Publisher.AdvanceAsync(work, Publisher.NextStep(work), CancellationToken.None);

    /// <summary>Goes on as the ledger does, waiting where asked, until an answer ends it. Names each step.</summary>
    public async Task<(StepAnswer Answer, PublishWork Work, IReadOnlyList<string> Steps)> RunAsync(
        PublishWork work,
        string? until = null
    )
    {
        List<string> steps = [];
        while (true)
        {
            var step = Publisher.NextStep(work);
            if (step.Name == until)
            {
                return (new StepAnswer.Continue(work.Cursor ?? ""), work, steps);
            }

            steps.Add(step.Name);
            Assert.True(steps.Count < 200, "It does not come to an end.");
            var answer = await Publisher.AdvanceAsync(work, step, CancellationToken.None);
            switch (answer)
            {
                case StepAnswer.Continue next:
                    work = work with { Cursor = next.Cursor };
                    break;
                case StepAnswer.Wait wait:
                    Clock.Advance(wait.Delay);
                    work = work with { Cursor = wait.Cursor };
                    break;
                case StepAnswer.Ready ready:
                    work = work with { Cursor = ready.Cursor };
                    break;
                default:
                    return (answer, work, steps);
            }
        }
    }
}
