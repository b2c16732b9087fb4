using Atlas.Core.Media;

namespace Atlas.Platforms.Telegram;

/// <summary>The fields of a call, and the files that go with it.</summary>
internal sealed class TelegramForm : IAsyncDisposable
{
    private readonly List<(string Name, string Value)> _fields = [];
    private readonly List<(string Name, MediaAsset Asset, Stream Content)> _files = [];

    public TelegramForm Add(string name, string? value)
    {
        if (value is not null)
        {
            _fields.Add((name, value));
        }

        return this;
    }

    public TelegramForm AddFlag(string name, bool? value) => Add(name, value is true ? "true" : null);

    /// <summary>The form closes the file.</summary>
    public void AddFile(string name, MediaAsset asset, Stream content) => _files.Add((name, asset, content));

    public HttpContent ToContent()
    {
        if (_files.Count == 0)
        {
            return new FormUrlEncodedContent(_fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        }

        var content = new MultipartFormDataContent();
        foreach (var (name, value) in _fields)
        {
            content.Add(new StringContent(value), name);
        }

        foreach (var (name, asset, stream) in _files)
        {
            var file = new StreamContent(stream);
            file.Headers.ContentType = new(asset.ContentType);
            content.Add(file, name, asset.FileName);
        }

        return content;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, _, content) in _files)
        {
            await content.DisposeAsync();
        }
    }
}
