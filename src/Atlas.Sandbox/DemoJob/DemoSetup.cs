using System.Text.Json.Nodes;

namespace Atlas.Sandbox.DemoJob;

/// <summary>Everything up to the scheduled posts, each step kept before the next, so that it can be killed between any two.</summary>
internal sealed class DemoSetup(DemoArguments arguments, TimeProvider time)
{
    private DemoState _state =
        DemoState.Read(arguments.DataDirectory) ?? new DemoState { Id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N") };

    public async Task<(DemoState State, AppApi Api)> RunAsync()
    {
        if (_state.ApiKey is null)
        {
            await CreateWorkspaceAsync();
        }

        var api = new AppApi(arguments.App, _state.ApiKey!);
        try
        {
            await ConnectAsync(api);
            await UploadAsync(api);
            await ScheduleAsync(api);
            return (_state, api);
        }
        catch
        {
            api.Dispose();
            throw;
        }
    }

    private async Task CreateWorkspaceAsync()
    {
        Keep(_state);
        using var setup = new AppApi(arguments.App, (await File.ReadAllTextAsync(arguments.SetupKeyFile)).Trim());
        var made = await setup.CreateWorkspaceAsync("Demo", $"demo-{_state.Id}");
        Keep(
            _state with
            {
                WorkspaceId = made["id"]!.GetValue<string>(),
                ApiKey = made["apiKey"]!["secret"]!.GetValue<string>(),
            }
        );
    }

    private async Task ConnectAsync(AppApi api)
    {
        using var sandbox = new SandboxAccess(arguments.Sandbox);
        foreach (var login in DemoChannel.All.GroupBy(channel => channel.Login))
        {
            // A sandbox that was started again has forgotten the tokens that it gave out.
            if (!await AreHealthyAsync(api, login))
            {
                await LogInAsync(api, sandbox, login.Key, [.. login]);
            }
        }
    }

    private async Task<bool> AreHealthyAsync(AppApi api, IEnumerable<DemoChannel> channels)
    {
        foreach (var channel in channels)
        {
            if (!_state.Channels.TryGetValue(channel.Key, out var known) || !await api.IsHealthyAsync(known))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>As a person does it: to the network's consent page, back, and a choice among the accounts.</summary>
    private async Task LogInAsync(AppApi api, SandboxAccess sandbox, string login, IReadOnlyList<DemoChannel> channels)
    {
        var started = await api.StartLoginAsync(login, await FieldsAsync(sandbox, channels[0]));
        var user =
            channels[0].User is { } person ? person
            : login is "facebook" ? channels[0].Username
            : (await sandbox.AccountAsync(channels[0]))["username"]!.GetValue<string>();
        var connection = started["url"]?.GetValue<string>() is { } page
            ? await api.ReturnAsync(await sandbox.ConsentAsync(new Uri(page), user))
            : started["connection"]!;
        var chosen = new Dictionary<string, JsonNode>();
        foreach (var channel in channels)
        {
            var account = await sandbox.AccountAsync(channel);
            chosen[channel.Key] =
                connection["accounts"]!.AsArray().FirstOrDefault(entry => IsOf(entry!, channel, account))
                ?? throw new DemoException($"The log-in to {login} shows no account for {channel.Key}.");
        }

        var made = await api.ChooseAsync(Text(connection, "id"), chosen.Values.Select(account => Text(account, "id")));
        var all = new Dictionary<string, string>(_state.Channels);
        foreach (var (key, account) in chosen)
        {
            all[key] = Text(made.First(channel => IsSame(channel!, account))!, "id");
        }

        Keep(_state with { Channels = all });
    }

    private static bool IsSame(JsonNode channel, JsonNode account) =>
        Text(channel, "platform") == Text(account, "platform") && Text(channel, "accountId") == Text(account, "accountId");

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static bool IsOf(JsonNode entry, DemoChannel channel, JsonNode account) =>
        entry["platform"]!.GetValue<string>() == channel.Platform
        && (
            entry["accountId"]!.GetValue<string>().Contains(account["accountId"]!.GetValue<string>(), StringComparison.Ordinal)
            || entry["name"]!.GetValue<string>() == account["name"]!.GetValue<string>()
        );

    private static async Task<JsonObject?> FieldsAsync(SandboxAccess sandbox, DemoChannel channel)
    {
        if (channel.Login is "mastodon")
        {
            return new JsonObject { ["server"] = "mastodon.social" };
        }

        if (channel.Login is not ("bluesky" or "telegram"))
        {
            return null;
        }

        var account = await sandbox.AccountAsync(channel, withToken: true);
        var extra = account["extra"]!;
        return channel.Login is "bluesky"
            ? new JsonObject { ["handle"] = extra["handle"]!.DeepClone(), ["appPassword"] = extra["appPassword"]!.DeepClone() }
            : new JsonObject { ["botToken"] = account["accessToken"]!.DeepClone(), ["chat"] = extra["chatId"]!.DeepClone() };
    }

    private async Task UploadAsync(AppApi api)
    {
        foreach (
            var file in DemoPosts.All.SelectMany(post => post.Files).Distinct().Where(file => !_state.Media.ContainsKey(file))
        )
        {
            var id = await api.UploadAsync(Path.Combine(AppContext.BaseDirectory, "Demo", file));
            Keep(_state with { Media = new Dictionary<string, string>(_state.Media) { [file] = id } });
        }
    }

    private async Task ScheduleAsync(AppApi api)
    {
        if (_state.Posts is [])
        {
            var start = time.GetUtcNow();
            var whole = start.AddTicks(-(start.Ticks % TimeSpan.TicksPerSecond));
            Keep(
                _state with
                {
                    Posts = [.. DemoPosts.All.Select((post, i) => new PlannedPost(post.Key, whole.AddSeconds(12 + (i / 2))))],
                }
            );
        }

        using var sandbox = new SandboxAccess(arguments.Sandbox);
        for (var i = 0; i < _state.Posts.Count; i++)
        {
            if (_state.Posts[i] is { Publications: null } planned)
            {
                var post = DemoPosts.Named(planned.Name);
                var publications = await api.ScheduleAsync(
                    post,
                    _state.Channels[post.Channel],
                    post.Files.Select(file => _state.Media[file]),
                    DemoPosts.OptionsOf(post, post.OnBoard ? await sandbox.AccountAsync(ChannelOf(post)) : null),
                    planned.At,
                    $"demo-{_state.Id}-{planned.Name}"
                );
                var posts = _state.Posts.ToArray();
                posts[i] = planned with { Publications = publications };
                Keep(_state with { Posts = posts });
            }
        }
    }

    private static DemoChannel ChannelOf(DemoPost post) => DemoChannel.All.First(channel => channel.Key == post.Channel);

    private void Keep(DemoState state)
    {
        _state = state;
        state.Save(arguments.DataDirectory);
    }
}
