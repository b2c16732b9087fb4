using Atlas.Core.Storage;
using Azure;
using Azure.Core;
using Azure.Identity;

namespace Atlas.Storage;

/// <summary>Tells what an Azure client threw from what the caller did, and says it without headers or bodies.</summary>
internal static class AzureFaults
{
    /// <summary>
    /// Whether the service could not be asked or gave no usable answer. Wrong credentials and missing rights count too:
    /// a deployment's fault, over when it is mended, and no reason to fail a post.
    /// </summary>
    public static bool IsUnavailable(Exception fault, CancellationToken cancellationToken) =>
        fault switch
        {
            RequestFailedException or AuthenticationFailedException => true,
            OperationCanceledException => !cancellationToken.IsCancellationRequested, // the pipeline's own time-out
            AggregateException { InnerExceptions: var all } => all.All(f => IsUnavailable(f, cancellationToken)), // all its retries
            _ => false,
        };

    /// <param name="what">The call, in words: "write to table atlas". Never a value.</param>
    public static StorageUnavailableException Unavailable(string what, Exception fault)
    {
        var cause = fault is AggregateException aggregate ? aggregate.InnerExceptions[^1] : fault;
        return cause is RequestFailedException answer
            ? new($"Azure refused to {what}: {Describe(answer)}.", RetryAfter(answer.GetRawResponse()), innerException: null)
            : new($"Azure could not be asked to {what}: {cause.GetType().Name}.", retryAfter: null, innerException: null);
    }

    /// <summary>The status and code only: the message of the exception shows the answer's body and headers.</summary>
    private static string Describe(RequestFailedException answer) =>
        answer switch
        {
            { Status: 0 } => "no answer",
            { ErrorCode: { Length: > 0 } code } => $"{answer.Status} {code}",
            _ => $"{answer.Status}",
        };

    internal static TimeSpan? RetryAfter(Response? response)
    {
        if (response is null)
        {
            return null;
        }

        return (
                response.Headers.TryGetValue("x-ms-retry-after-ms", out var text)
                || response.Headers.TryGetValue("retry-after-ms", out text)
            ) && int.TryParse(text, out var milliseconds)
                ? TimeSpan.FromMilliseconds(milliseconds)
            : response.Headers.TryGetValue("Retry-After", out text) && int.TryParse(text, out var seconds)
                ? TimeSpan.FromSeconds(seconds)
            : null;
    }
}
