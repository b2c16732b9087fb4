using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>
/// The stored form of a turn's events: for each a kind byte, a byte saying which fields follow, and those fields.
/// Numbers are variable-length, texts UTF-8 behind their length.
/// </summary>
internal static class HistoryCodec
{
    private const byte HasName = 1;
    private const byte HasText = 2;
    private const byte HasTarget = 4;
    private const byte HasTicks = 8;
    private const EventKind FirstAsked = EventKind.ActivityScheduled;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    public static byte[] Write(List<HistoryEvent> happened, List<HistoryEvent> asked)
    {
        var buffer = s_buffer ??= new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();
        foreach (var e in happened)
        {
            Write(buffer, e, e.Text);
        }

        foreach (var e in asked)
        {
            Write(buffer, e, text: null);
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static HistoryTurn Read(long number, long ticks, ReadOnlySpan<byte> stored)
    {
        List<HistoryEvent> happened = [];
        List<HistoryEvent> asked = [];
        while (!stored.IsEmpty)
        {
            var e = ReadEvent(ref stored);
            (e.Kind < FirstAsked ? happened : asked).Add(e);
        }

        return new HistoryTurn(number, ticks, happened, asked);
    }

    private static void Write(ArrayBufferWriter<byte> buffer, HistoryEvent e, string? text)
    {
        var head = buffer.GetSpan(2);
        head[0] = (byte)e.Kind;
        head[1] = (byte)(
            (e.Name is null ? 0 : HasName)
            | (text is null ? 0 : HasText)
            | (e.Target is null ? 0 : HasTarget)
            | (e.Ticks == 0 ? 0 : HasTicks)
        );
        buffer.Advance(2);
        WriteNumber(buffer, (uint)e.TaskId);
        WriteText(buffer, e.Name);
        WriteText(buffer, text);
        WriteText(buffer, e.Target);
        if (e.Ticks != 0)
        {
            BinaryPrimitives.WriteInt64LittleEndian(buffer.GetSpan(8), e.Ticks);
            buffer.Advance(8);
        }
    }

    private static HistoryEvent ReadEvent(ref ReadOnlySpan<byte> stored)
    {
        var kind = (EventKind)stored[0];
        var fields = stored[1];
        stored = stored[2..];
        var taskId = (int)ReadNumber(ref stored);
        return new HistoryEvent(kind, taskId)
        {
            Name = (fields & HasName) == 0 ? null : ReadText(ref stored),
            Text = (fields & HasText) == 0 ? null : ReadText(ref stored),
            Target = (fields & HasTarget) == 0 ? null : ReadText(ref stored),
            Ticks = (fields & HasTicks) == 0 ? 0 : ReadTicks(ref stored),
        };
    }

    private static void WriteNumber(ArrayBufferWriter<byte> buffer, uint value)
    {
        var span = buffer.GetSpan(5);
        var used = 0;
        while (value >= 0x80)
        {
            span[used++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[used++] = (byte)value;
        buffer.Advance(used);
    }

    private static uint ReadNumber(ref ReadOnlySpan<byte> stored)
    {
        uint value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = stored[0];
            stored = stored[1..];
            value |= (uint)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    private static void WriteText(ArrayBufferWriter<byte> buffer, string? text)
    {
        if (text is null)
        {
            return;
        }

        WriteNumber(buffer, (uint)Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, buffer);
    }

    private static string ReadText(ref ReadOnlySpan<byte> stored)
    {
        var length = (int)ReadNumber(ref stored);
        var text = Encoding.UTF8.GetString(stored[..length]);
        stored = stored[length..];
        return text;
    }

    private static long ReadTicks(ref ReadOnlySpan<byte> stored)
    {
        var ticks = BinaryPrimitives.ReadInt64LittleEndian(stored);
        stored = stored[8..];
        return ticks;
    }
}
