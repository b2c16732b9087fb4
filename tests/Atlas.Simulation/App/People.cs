using Atlas.Core;
using Atlas.Core.Channels;
using Atlas.Core.Messaging;
using Atlas.Core.Posts;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Atlas.Simulation.Networks;
using Atlas.Simulation.Runs;

namespace Atlas.Simulation.App;

/// <summary>What people do at random moments, by the app's own commands on any instance. An answer may never reach them.</summary>
internal sealed class People(World world)
{
    private readonly LedgerView _ledger = new(world);
    private int _texts;
    private int _connections;
    private DateTimeOffset? _disconnectedAt;
    private (DateTimeOffset At, ReleaseMode Mode) _lastDisconnect;

    private Caller Person => new(world.Workspace, "person", "Europe/Berlin", [Scopes.Admin], new Secret("person"));

    public async Task ConnectAsync()
    {
        var isRenewed = world.Twist == Twist.TokenRefresh;
        var request = new ConnectChannelRequest(
            SimPublisher.PlatformOf(world.Family),
            isRenewed ? SimLogin.Name : "token",
            "account",
            new Secret(isRenewed ? world.Platform.IssueToken() : world.Platform.Token),
            isRenewed ? world.Platform.TokenEnd : null
        );
        _connections++;
        ForgetDisconnection(); // it may be connected long before the answer comes
        var outcome = await AskAsync("connects", app => app.Connect.HandleAsync(Person, request, null, default));
        if (outcome is not { Failed: true }) // without an answer it may be so
        {
            ForgetDisconnection();
            _disconnectedAt = null;
        }
    }

    /// <summary>Connected again before it could take effect, or while the message that says so is a dead letter.</summary>
    private void ForgetDisconnection()
    {
        if (_disconnectedAt is { } at && (world.Now - at < TimeSpan.FromMinutes(20) || world.Queue.HasDeadLetters))
        {
            world.Judge.CalledOff.Clear();
        }
    }

    /// <summary>Posts now, and changes of mind until <paramref name="end"/>.</summary>
    public void Begin(DateTimeOffset end)
    {
        var random = world.Random;
        var posts = random.Next(1, 4);
        var twins = posts > 1 && random.Next(3) == 0;
        var story = world.Family == Family.Container && random.Next(4) == 0;
        if (twins || story)
        {
            world.Tell(story ? "scenario story without a caption" : "scenario same caption twice");
        }

        for (var i = 0; i < posts; i++)
        {
            var text =
                story ? ""
                : twins ? "twin"
                : $"text {++_texts}";
            var due = world.Now.AddMinutes(random.Next(0, 50)).AddSeconds(random.Next(60));
            world.Around(() => CreateAsync(text, story ? PostType.Story : PostType.Post, due));
        }

        var changes = random.Next(3) == 0 ? 0 : random.Next(1, 8);
        for (var i = 0; i < changes; i++)
        {
            world.Around(async () =>
            {
                await world.DelayAsync((end - world.Now) * world.Random.NextDouble());
                await ChangeMindAsync();
            });
        }
    }

    /// <summary>What a person would do at last: connect again, and answer what the app asks.</summary>
    public async Task TidyAsync()
    {
        if (_ledger.Channel() is not { State: ChannelState.Connected })
        {
            await ConnectAsync();
        }

        world.Queue.Replay();
        foreach (var publication in _ledger.Publications().Where(one => one.Waiting is { Reason: WaitReason.Decision }))
        {
            await ResolveAsync(publication);
        }
    }

    private async Task CreateAsync(string text, PostType type, DateTimeOffset due)
    {
        var random = world.Random;
        var request = new CreatePostRequest
        {
            Text = text,
            Type = type,
            ChannelIds = [_ledger.Channel()!.Id],
            DueAt = due > world.Now ? due : null,
            PublishNow = due <= world.Now,
            FirstComment = type == PostType.Post && random.Next(3) == 0 ? "first" : null,
            LatePolicy = random.Next(3) switch
            {
                0 => new LatePolicyBody(LateAction.Skip, random.Next(0, 20)),
                _ => null,
            },
        };
        var outcome = await AskAsync(
            "creates a post",
            app => app.Create.HandleAsync(Person, request, null, app.Starter, default)
        );
        if (outcome is { Failed: false, Value: { Location: { } location } })
        {
            world.Judge.Acknowledged.Add(Id<Post>.Parse(location.Split('/')[^1]));
        }
    }

    private async Task ChangeMindAsync()
    {
        var random = world.Random;
        switch (random.Next(12))
        {
            case 0:
                await DisconnectAsync();
                return;
            case 1:
                await ConnectAsync();
                return;
            case 2:
                world.Platform.EndToken();
                return;
        }

        var publications = _ledger.Publications();
        if (publications.Count == 0)
        {
            return;
        }

        var publication = publications[random.Next(publications.Count)];
        var name = world.NameOf(publication.Id);
        var (id, post) = (publication.Id, publication.PostId);
        switch (random.Next(9))
        {
            case 0 or 1 when publication.State == PublicationState.Published && random.Next(2) == 0:
                await AskAsync($"deletes live {name}", app => app.ChangeLive.DeleteAsync(Person, id, null, app.Starter, default));
                break;
            case 0 or 1 or 2 when publication.State == PublicationState.Published:
                var live = new EditPublicationRequest($"live text {++_texts}", Title: null, Link: null, Options: null);
                await AskAsync(
                    $"edits live {name}",
                    app => app.ChangeLive.EditAsync(Person, id, live, null, null, app.Starter, default)
                );
                break;
            case 0 or 1:
                await AskAsync($"cancels {name}", app => app.Cancel.CancelAsync(Person, post, null, null, app.Starter, default));
                break;
            case 2 or 3:
                var edit = new UpdatePostRequest
                {
                    Text = publication.Content.Type == PostType.Story ? null : $"text {++_texts}",
                };
                await AskAsync(
                    $"edits {name}",
                    app => app.Update.HandleAsync(Person, post, edit, null, app.Starter, default),
                    id
                );
                break;
            case 4 or 5:
                await RescheduleAsync(publication);
                break;
            case 6 when publication.State is PublicationState.Failed or PublicationState.Missed:
                await AskAsync($"retries {name}", app => app.Decide.RetryAsync(Person, id, null, null, app.Starter, default), id);
                break;
            case 7 when publication.State == PublicationState.Unknown:
                await ResolveAsync(publication);
                break;
            case 8:
                await DeleteAsync(publication);
                break;
        }
    }

    private async Task RescheduleAsync(Publication publication)
    {
        var now = world.Random.Next(3) == 0;
        var due = world.Now.AddMinutes(world.Random.Next(1, 40));
        var request = new SchedulePostRequest { PublishNow = now, DueAt = now ? null : due };
        await AskAsync(
            $"moves {world.NameOf(publication.Id)} to {(now ? world.Now : due):HH:mm:ss}",
            app => app.Schedule.HandleAsync(Person, publication.PostId, request, null, null, app.Starter, default),
            publication.Id
        );
    }

    private async Task DeleteAsync(Publication publication)
    {
        var outcome = await AskAsync(
            $"deletes {world.NameOf(publication.Id)}",
            app => app.Cancel.DeleteAsync(Person, publication.PostId, null, default)
        );
        if (outcome is not { Failed: true } || outcome.Value.Problem!.Status == 404) // its own first try may have done it
        {
            world.Judge.Acknowledged.Remove(publication.PostId);
        }
    }

    private async Task DisconnectAsync()
    {
        var wasConnected = _ledger.Channel()!.State != ChannelState.Disconnected;
        var mode = world.Random.Next(2) == 0 ? ReleaseMode.Cancel : ReleaseMode.Park;
        var connections = _connections;
        var outcome = await AskAsync(
            $"disconnects ({mode})",
            app => app.Disconnect.HandleAsync(Person, _ledger.Channel()!.Id, mode, null, default)
        );
        if (outcome is not { Failed: false } || !wasConnected)
        {
            return;
        }

        world.Judge.Disconnections++;
        var (last, lastMode) = _lastDisconnect;
        _lastDisconnect = (world.Now, mode);
        if (last == world.Now && lastMode != mode)
        {
            world.Judge.CalledOff.Clear(); // two people ask for both at one moment, and either may be the one who is heard
        }
        else if (mode == ReleaseMode.Cancel && connections == _connections) // else somebody has connected it after that, or before
        {
            _disconnectedAt = world.Now;
            var open = _ledger.Publications().Where(publication => !publication.State.IsSettled());
            world.Judge.CalledOff.UnionWith(open.Select(publication => publication.Id));
        }
    }

    /// <summary>Truthfully, a few minutes after the call.</summary>
    private async Task ResolveAsync(Publication publication)
    {
        if (publication.Intent is not { } intent || world.Now < intent.Deadline.AddMinutes(3))
        {
            return;
        }

        var live = world.Platform.Posts.FirstOrDefault(post => post.Call.Publication == publication.Id);
        var request = live is null
            ? new ResolvePublicationRequest(ResolveOutcome.NotPublished, null, null)
            : new ResolvePublicationRequest(ResolveOutcome.Published, live.Id, null);
        // About the attempt that was on the screen: by the time it is heard there may be another.
        var seen = EntityTag.Of(publication.ToRow(StoredJson.Default.Publication).Span);
        await AskAsync(
            $"says that {world.NameOf(publication.Id)} is {request.Outcome}",
            app => app.Decide.ResolveAsync(Person, publication.Id, request, null, seen, app.Starter, default)
        );
    }

    /// <returns>Null where no answer came.</returns>
    private async Task<Outcome<Answer>?> AskAsync(
        string what,
        Func<AppInstance, Task<Outcome<Answer>>> command,
        Id<Publication>? wanted = null
    )
    {
        if (wanted is { } publication)
        {
            world.Judge.CalledOff.Remove(publication);
        }

        var instance = await world.AnyInstanceAsync();
        Outcome<Answer>? answer = null;
        var end = await instance.Process.RunAsync(async () => answer = await command(instance));
        if (world.IsTraced)
        {
            var came = !end.Succeeded ? $"no answer: {end.Fault?.Message}" : answer!.Value.Problem?.Detail ?? "done";
            world.Note("person", $"{what} on {instance.Process.Name}: {came}");
        }

        return answer;
    }
}
