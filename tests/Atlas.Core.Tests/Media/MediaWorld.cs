using Atlas.Core.Channels;
using Atlas.Core.Idempotency;
using Atlas.Core.Media;
using Atlas.Core.Media.Probing;
using Atlas.Core.Messaging;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Atlas.Storage.Folder;
using Atlas.Storage.InMemory;
using Atlas.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atlas.Core.Tests.Media;

/// <summary>What outlives a process: rows, files and the clock. Processes are made on it and may die at any of their calls.</summary>
internal sealed class MediaWorld : IDisposable
{
    private readonly TempDirectory _folder = new();

    public FakeClock Clock { get; } = new();

    public InMemoryRowStore Rows { get; } = new();

    public VaultInMemory Vault { get; } = new();

    public Id<Workspace> Workspace { get; } = new(Guid.CreateVersion7());

    public MediaOptions Options { get; } = new() { MinUploadPieceBytes = 1000 };

    public string Folder => _folder["media"];

    public Caller Caller => new(Workspace, "key", "Europe/Berlin", [Scopes.MediaWrite], new Secret("atk_test"));

    public MediaProcess Start() => new(this);

    /// <summary>Every file of the workspace, by the name under which the store has it.</summary>
    public List<string> Files() =>
        [
            .. Directory
                .GetFiles(Folder, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Folder, path))
                .Where(path => !path.EndsWith(".length", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];

    public async Task<List<MediaAsset>> AssetsAsync()
    {
        var page = await Rows.ReadRangeAsync(
            WorkspaceKeys.Partition(Workspace),
            RowRange.StartingWith(WorkspaceKeys.Media),
            RowLimits.MaxPage,
            default
        );
        return [.. page.Rows.Select(row => row.As(StoredJson.Default.MediaAsset).Value)];
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A real picture of any length: comments between its first marker and the rest.</summary>
    public static byte[] Picture(int bytes, int seed)
    {
        var picture = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Media", "Files", "upright.jpg"));
        using var file = new MemoryStream();
        file.Write(picture.AsSpan(0, 2));
        var random = new Random(seed);
        while (file.Length + picture.Length < bytes)
        {
            var comment = new byte[Math.Min(60_000, Math.Max(16, bytes - (int)file.Length - picture.Length))];
            random.NextBytes(comment);
            file.Write([0xFF, 0xFE, (byte)((comment.Length + 2) >> 8), (byte)(comment.Length + 2)]);
            file.Write(comment);
        }

        file.Write(picture.AsSpan(2));
        return file.ToArray();
    }
}

/// <summary>The media code as one process runs it. After <see cref="Died"/> none of its calls comes back.</summary>
internal sealed class MediaProcess
{
    private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _never = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MediaProcess(MediaWorld world)
    {
        var (clock, options) = (world.Clock, world.Options);
        var rows = new SeamRows(world.Rows, BoundaryAsync);
        Store = new SeamStore(new FolderMediaStore(world.Folder), BoundaryAsync);
        Assets = new MediaAssets(rows);
        var sender = new NoMessages();
        var commands = new CommandLedger(
            rows,
            new DueIndex(rows),
            new Outbox(rows, sender, clock, NullLogger<Outbox>.Instance),
            clock
        );
        Expiry = new MediaExpiry(rows, options, clock);
        var prober = new MediaProber();
        Posters = new MediaPosters(Store, prober, new EmbeddedRenditions(), Assets, Expiry, commands, clock);
        var keep = new KeepMedia(rows, Store, prober, Assets, Posters, Expiry, clock);
        Delete = new DeleteMedia(rows, Store, Assets, Expiry, clock);
        var discard = new DiscardUpload(rows, Store);
        Receive = new ReceiveMedia(Store, keep, Assets, Expiry, commands, clock);
        Uploads = new MediaUploads(commands, Assets, Expiry, new SigningKeys(rows, world.Vault, clock), options, clock);
        Resumable = new ResumableUploads(rows, commands, Store, keep, Assets, Uploads, discard, options);
        Library = new MediaLibrary(rows, commands, Assets, Expiry, Delete);
        Purge = new PurgeMedia(rows, Store, Assets, Expiry, Delete, discard, clock, NullLogger<PurgeMedia>.Instance);
    }

    /// <summary>Asked at every call to rows and files, before and after it: true ends the process, a fault is thrown.</summary>
    public Func<bool>? DiesNow { get; set; }

    public IMediaStore Store { get; }

    public MediaAssets Assets { get; }

    public MediaExpiry Expiry { get; }

    public MediaPosters Posters { get; }

    public DeleteMedia Delete { get; }

    public ReceiveMedia Receive { get; }

    public MediaUploads Uploads { get; }

    public ResumableUploads Resumable { get; }

    public MediaLibrary Library { get; }

    public PurgeMedia Purge { get; }

    /// <returns>The answer, or default where the process died before it.</returns>
    public async Task<(bool Answered, T? Value)> RunAsync<T>(Func<Task<T>> call)
    {
        var running = call();
        return await Task.WhenAny(running, _died.Task) == running ? (true, await running) : (false, default);
    }

    private async ValueTask BoundaryAsync()
    {
        if (_died.Task.IsCompleted || DiesNow?.Invoke() is true)
        {
            _died.TrySetResult();
            await _never.Task; // a dead process runs no catch block
        }
    }

    private sealed class NoMessages : IMessageSender
    {
        public Task SendAsync(string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Media sends no messages.");
    }
}
