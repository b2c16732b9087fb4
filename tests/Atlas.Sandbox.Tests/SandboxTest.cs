using System.Net.Http.Json;
using System.Text.Json;
using Atlas.Sandbox.Networks;
using Microsoft.AspNetCore.Builder;

namespace Atlas.Sandbox.Tests;

/// <summary>A sandbox of its own per test, over real HTTP, with a server of media beside it.</summary>
public abstract class SandboxTest : IAsyncLifetime
{
    protected const string FacebookGraph = "graph.facebook.com/v26.0";
    protected const string InstagramGraph = "graph.instagram.com/v26.0";

    private WebApplication? _app;
    private MediaServer? _media;

    protected HttpClient Http { get; } =
        new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(30) };

    protected MediaServer Media => _media ?? throw new InvalidOperationException("The media server isn't started.");

    public async Task InitializeAsync()
    {
        _media = await MediaServer.StartAsync();
        _app = SandboxApp.Build(
            ["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default=None", "--Sandbox:VideoProcessingMs=0"],
            Networks
        );
        await _app.StartAsync();
        Http.BaseAddress = new Uri(_app.Urls.First() + "/");
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (_media is not null)
        {
            await _media.DisposeAsync();
        }
    }

    /// <summary>What the sandbox of this test simulates.</summary>
    private protected virtual IReadOnlyList<ISandboxNetwork> Networks(NetworkServices services) => AllNetworks.Create(services);

    private protected async Task<Actor> NewAccountAsync(string login = "facebook")
    {
        var answer = await PostJsonAsync("control/accounts", new { count = 1, login });
        return Actor.From(answer.GetProperty("accounts")[0]);
    }

    private protected async Task<Answer> GetAsync(Actor actor, string path, string host = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{HostOf(actor, host)}/{path}");
        return await SendAsync(actor, request);
    }

    private protected async Task<Answer> PostAsync(Actor actor, string path, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{HostOf(actor, "")}/{path}")
        {
            Content = new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))),
        };
        return await SendAsync(actor, request);
    }

    private protected async Task<Answer> DeleteAsync(Actor actor, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"{HostOf(actor, "")}/{path}");
        return await SendAsync(actor, request);
    }

    private protected async Task<Answer> SendAsync(Actor actor, HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {actor.Token}");
        using var response = await Http.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    private protected async Task<string> ContainerAsync(Actor actor, params (string Name, string Value)[] form) =>
        (await PostAsync(actor, $"{actor.AccountId}/media", form)).Id;

    private protected Task<Answer> PublishAsync(Actor actor, string container) =>
        PostAsync(actor, $"{actor.AccountId}/media_publish", ("creation_id", container));

    private protected async Task<string> PublishImageAsync(Actor actor, string caption)
    {
        var container = await ContainerAsync(actor, ("image_url", Media.Url("three-inks-square.jpg")), ("caption", caption));
        return (await PublishAsync(actor, container)).Id;
    }

    /// <summary>Polls a container until it is no longer being processed.</summary>
    private protected async Task<(string Code, string Status)> SettleAsync(Actor actor, string container)
    {
        for (var i = 0; i < 500; i++)
        {
            var answer = await GetAsync(actor, $"{container}?fields=status_code,status");
            var code = answer.Body.GetProperty("status_code").GetString() ?? "";
            if (code is not "IN_PROGRESS")
            {
                return (code, answer.Body.GetProperty("status").GetString() ?? "");
            }

            await Task.Delay(10);
        }

        throw new TimeoutException($"Container {container} is still in progress.");
    }

    private protected async Task<JsonElement> PostJsonAsync(string path, object body)
    {
        using var response = await Http.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private protected Task SetAsync(object options) => PostJsonAsync("control/options", options);

    private protected Task FaultAsync(object rule) => PostJsonAsync("control/faults", rule);

    private protected async Task<JsonElement[]> EffectsAsync(string? account = null)
    {
        var answer = await Http.GetFromJsonAsync<JsonElement>($"control/effects?account={account}");
        return [.. answer.GetProperty("effects").EnumerateArray()];
    }

    private static string HostOf(Actor actor, string host) =>
        host.Length > 0 ? host
        : actor.Login is "instagram" ? InstagramGraph
        : FacebookGraph;
}
