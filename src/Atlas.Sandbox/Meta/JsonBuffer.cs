using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Atlas.Sandbox.Meta;

/// <summary>A writer over memory that is used again for the next call.</summary>
internal sealed class JsonBuffer
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1_024);

    public JsonBuffer() =>
        Json = new Utf8JsonWriter(_bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default, SkipValidation = true });

    public Utf8JsonWriter Json { get; }

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public int Capacity => _bytes.Capacity;

    public void Clear()
    {
        _bytes.ResetWrittenCount();
        Json.Reset();
    }
}

internal sealed class JsonBufferPool
{
    private const int MaxKept = 64;
    private const int MaxBytes = 64 << 10;

    private readonly ConcurrentBag<JsonBuffer> _free = [];

    public JsonBuffer Rent() => _free.TryTake(out var buffer) ? buffer : new JsonBuffer();

    public void Return(JsonBuffer buffer)
    {
        if (_free.Count < MaxKept && buffer.Capacity <= MaxBytes)
        {
            buffer.Clear();
            _free.Add(buffer);
        }
    }
}
