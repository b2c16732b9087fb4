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
        foreach (var account in DemoPosts.Accounts)
        {
            // A sandbox that was started again has forgotten the tokens that it gave out.
            if (_state.Channels.TryGetValue(account.Username, out var known) && await api.IsHealthyAsync(known))
            {
                continue;
            }

            var (accountId, token) = await sandbox.LogInAsync(account);
            var channel = await api.ConnectAsync(account.Login, accountId, token);
            Keep(_state with { Channels = new Dictionary<string, string>(_state.Channels) { [account.Username] = channel } });
        }
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
                    Posts = [.. DemoPosts.All.Select(post => new PlannedPost(DemoPosts.Key(post), whole.AddSeconds(post.After)))],
                }
            );
        }

        for (var i = 0; i < _state.Posts.Count; i++)
        {
            if (_state.Posts[i] is { Publications: null } planned)
            {
                var post = DemoPosts.Named(planned.Name);
                var publications = await api.ScheduleAsync(
                    post,
                    _state.Channels[post.Account],
                    post.Files.Select(file => _state.Media[file]),
                    planned.At,
                    $"demo-{_state.Id}-{planned.Name}"
                );
                var posts = _state.Posts.ToArray();
                posts[i] = planned with { Publications = publications };
                Keep(_state with { Posts = posts });
            }
        }
    }

    private void Keep(DemoState state)
    {
        _state = state;
        state.Save(arguments.DataDirectory);
    }
}
