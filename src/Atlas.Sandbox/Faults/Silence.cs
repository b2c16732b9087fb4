namespace Atlas.Sandbox.Faults;

/// <summary>The call that never answers.</summary>
internal static class Silence
{
    /// <summary>Until the client leaves or the process ends.</summary>
    public static async ValueTask HangAsync(HttpContext http, CancellationToken stopping)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gone = http.RequestAborted.Register(() => ended.TrySetResult());
        await using var stop = stopping.Register(() => ended.TrySetResult());
        await ended.Task;
        http.Abort();
    }
}
