using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Atlas.Testing;

/// <summary>Waits for what another thread or process is about to do, no longer than it takes.</summary>
public static class Eventually
{
    private static readonly TimeSpan s_defaultTimeout = TimeSpan.FromSeconds(20);

    public static Task BeAsync(
        Func<bool> condition,
        TimeSpan? timeout = null,
        [CallerArgumentExpression(nameof(condition))] string what = ""
    ) => BeAsync(() => Task.FromResult(condition()), timeout, what);

    public static async Task BeAsync(
        Func<Task<bool>> condition,
        TimeSpan? timeout = null,
        [CallerArgumentExpression(nameof(condition))] string what = ""
    ) => await GetAsync(async () => await condition() ? "" : null, timeout, what);

    /// <summary>Waits until <paramref name="find"/> finds something, and answers it.</summary>
    public static async Task<T> GetAsync<T>(
        Func<Task<T?>> find,
        TimeSpan? timeout = null,
        [CallerArgumentExpression(nameof(find))] string what = ""
    )
        where T : class
    {
        var limit = timeout ?? s_defaultTimeout;
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (await find() is { } found)
            {
                return found;
            }

            if (watch.Elapsed > limit)
            {
                throw new TimeoutException($"Not within {limit.TotalSeconds:0.#} s: {what}");
            }

            await Task.Delay(watch.ElapsedMilliseconds < 200 ? 5 : 25);
        }
    }
}
