using Atlas.Functions.Tests.App;

namespace Atlas.Functions.Tests.Operations;

/// <summary>An app of its own, since what operators do concerns all of it.</summary>
public sealed class OperatedAtlas : IAsyncLifetime
{
    public RunningAtlas App { get; } = new();

    public string KeyFile => Path.Combine(App.DataDirectory, "operator-key");

    public ApiClient Operator { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await App.InitializeAsync();
        Operator = ClientFor(await File.ReadAllTextAsync(KeyFile));
    }

    public Task DisposeAsync() => App.DisposeAsync();

    public ApiClient ClientFor(string? key)
    {
        var client = App.ClientFor(null);
        if (key is not null)
        {
            client.Http.DefaultRequestHeaders.Add("x-functions-key", key);
        }

        return client;
    }
}
