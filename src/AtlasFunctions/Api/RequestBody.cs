using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Atlas.Core.Idempotency;
using Atlas.Core.Problems;
using Atlas.Core.Workspaces;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Api;

/// <summary>A request with all that a handler needs of it.</summary>
internal sealed record Command<T>(Caller Caller, T Body, IdempotencyKey? IdempotencyKey);

/// <summary>The one way in for bodies that are read whole. Reads no more than the limit, and says all that is wrong with a body at once.</summary>
internal static class RequestBody
{
    private const int MaxKey = 255;

    public static async ValueTask<Outcome<Command<T>>> ReadAsync<T>(
        this HttpRequest request,
        FunctionContext context,
        JsonTypeInfo<T> type,
        ApiOptions options,
        CancellationToken cancellationToken
    )
    {
        if (request.ContentType is { } contentType && !IsJson(contentType))
        {
            return Problem.UnsupportedMedia("Send JSON: Content-Type: application/json.") with { Title = "Not JSON" };
        }

        if (await ReadToEndAsync(request, options.MaxBodyBytes, cancellationToken) is not { } buffer)
        {
            return Problem.TooLarge(options.MaxBodyBytes);
        }

        try
        {
            var body = Parse(buffer, type);
            if (body.Failed)
            {
                return body.Problem;
            }

            var caller = context.Caller();
            var key = request.ReadIdempotencyKey(caller, buffer);
            return key.Failed ? key.Problem : new Command<T>(caller, body.Value, key.Value.Key);
        }
        finally
        {
            request.BodyReader.AdvanceTo(buffer.End);
        }
    }

    /// <summary>The raw bytes: a picture, or what a signature stands over.</summary>
    public static async ValueTask<Outcome<byte[]>> ReadBytesAsync(
        this HttpRequest request,
        int limit,
        CancellationToken cancellationToken
    )
    {
        if (await ReadToEndAsync(request, limit, cancellationToken) is not { } buffer)
        {
            return Problem.TooLarge(limit);
        }

        var bytes = buffer.ToArray();
        request.BodyReader.AdvanceTo(buffer.End);
        return bytes;
    }

    /// <summary>For requests without a JSON body.</summary>
    /// <param name="body">What of the body makes the request the same one.</param>
    public static Outcome<OptionalKey> ReadIdempotencyKey(this HttpRequest request, Caller caller, ReadOnlySequence<byte> body)
    {
        if (!request.Headers.TryGetValue("Idempotency-Key", out var values))
        {
            return default(OptionalKey);
        }

        var text = values.ToString();
        if (text.Length is 0 or > MaxKey || text.Any(c => c is <= ' ' or > '~'))
        {
            return Problem.InvalidParameter("Idempotency-Key", $"It has 1 to {MaxKey} visible ASCII characters.");
        }

        var bytes = body.IsSingleSegment ? body.FirstSpan : body.ToArray();
        var fingerprint = IdempotencyKey.FingerprintOf(request.Method, request.Path + request.QueryString.Value, bytes);
        return new OptionalKey(new IdempotencyKey(text, fingerprint, caller.Credential.Reveal()));
    }

    private static bool IsJson(string contentType) =>
        contentType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase)
        || contentType.Contains("+json", StringComparison.OrdinalIgnoreCase);

    /// <returns>Null for more than the limit.</returns>
    private static async ValueTask<ReadOnlySequence<byte>?> ReadToEndAsync(
        HttpRequest request,
        int limit,
        CancellationToken cancellationToken
    )
    {
        if (request.ContentLength > limit)
        {
            return null;
        }

        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.Start);
                return null;
            }

            if (read.IsCompleted)
            {
                return read.Buffer;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static Outcome<T> Parse<T>(ReadOnlySequence<byte> buffer, JsonTypeInfo<T> type)
    {
        if (buffer.IsEmpty)
        {
            return Problem.MalformedJson("The body is empty. Send a JSON object.");
        }

        try
        {
            var reader = new Utf8JsonReader(buffer);
            var value = JsonSerializer.Deserialize(ref reader, type);
            reader.Read(); // anything behind the value makes it throw
            return value is not null ? value : Problem.MalformedJson("The body is null. Send a JSON object.");
        }
        catch (JsonException)
        {
            return BodyErrors.Explain(buffer.ToArray(), type); // read again, slowly, to find all that is wrong
        }
    }
}

/// <param name="Key">Null where the request has none.</param>
internal readonly record struct OptionalKey(IdempotencyKey? Key);
