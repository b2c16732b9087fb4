using System.Threading.Channels;

namespace Atlas.LocalRuntime.Functions.Tests;

/// <summary>What functions under test report, for the test to wait on.</summary>
public sealed class Journal<T>
{
    private readonly Channel<T> _entries = Channel.CreateUnbounded<T>();

    /// <summary>Lets a function that waits for it go on.</summary>
    public SemaphoreSlim Gate { get; } = new(0);

    /// <summary>How a run ends; replaced by tests that want it to fail.</summary>
    public Func<T, Task> Behaviour { get; set; } = _ => Task.CompletedTask;

    public Task AddAsync(T entry)
    {
        _entries.Writer.TryWrite(entry);
        return Behaviour(entry);
    }

    public async Task<T> NextAsync() => await _entries.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

    public bool IsEmpty => _entries.Reader.Count == 0;
}
