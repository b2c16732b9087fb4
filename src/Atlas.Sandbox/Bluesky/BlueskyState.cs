using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Atlas.Sandbox.Media;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Bluesky;

/// <summary>Blobs, records and video jobs of all servers.</summary>
internal sealed class BlueskyState : IWorldState<BlueskyState>
{
    private readonly ConcurrentDictionary<string, BlueskyBlob> _blobs = new();
    private readonly ConcurrentDictionary<string, BlueskyRecord> _records = new();
    private readonly ConcurrentDictionary<string, BlueskyJob> _jobs = new();
    private readonly ConcurrentDictionary<string, string> _serviceTokens = new();

    public static BlueskyState Create(World world) => new();

    public BlueskyBlob Keep(string did, MediaItem item, string contentType)
    {
        var blob = new BlueskyBlob(Cid("bafkrei", item.Sha256), item, contentType);
        _blobs[$"{did} {blob.Cid}"] = blob;
        return blob;
    }

    public BlueskyBlob? Blob(string did, string? cid) => _blobs.GetValueOrDefault($"{did} {cid}");

    /// <summary>False where the key is taken.</summary>
    public bool TryAdd(BlueskyRecord record) => _records.TryAdd(record.Uri, record);

    public BlueskyRecord? Record(string uri) => _records.GetValueOrDefault(uri);

    public void Remove(string uri) => _records.TryRemove(uri, out _);

    public void Add(BlueskyJob job) => _jobs[job.Id] = job;

    public BlueskyJob? Job(string? id) => id is null ? null : _jobs.GetValueOrDefault(id);

    /// <summary>The job of a video that was uploaded before.</summary>
    public BlueskyJob? JobOf(string did, string sha256) =>
        _jobs.Values.FirstOrDefault(job => job.Did == did && job.Blob.Item.Sha256 == sha256);

    public string AddServiceToken(string did)
    {
        var token = "service." + RandomNumberGenerator.GetHexString(48, lowercase: true);
        _serviceTokens[token] = did;
        return token;
    }

    public string? OwnerOf(string? serviceToken) => serviceToken is null ? null : _serviceTokens.GetValueOrDefault(serviceToken);

    public static string Cid(string prefix, string text) =>
        prefix
        + string.Concat(
            SHA256.HashData(Encoding.UTF8.GetBytes(text)).Take(26).Select(value => "abcdefghijklmnopqrstuvwxyz234567"[value % 32])
        );
}

internal sealed record BlueskyBlob(string Cid, MediaItem Item, string ContentType)
{
    public JsonObject ToJson() =>
        new()
        {
            ["$type"] = "blob",
            ["ref"] = new JsonObject { ["$link"] = Cid },
            ["mimeType"] = ContentType,
            ["size"] = Item.Bytes,
        };
}

internal sealed record BlueskyRecord(string Uri, string Cid, JsonObject Value, NetworkPost Post);

internal sealed record BlueskyJob(string Id, string Did, BlueskyBlob Blob, DateTimeOffset ReadyAt, string? Failure);
