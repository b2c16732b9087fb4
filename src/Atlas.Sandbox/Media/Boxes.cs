using System.Buffers.Binary;

namespace Atlas.Sandbox.Media;

/// <summary>Walks the boxes in a span; stops at the first that doesn't fit.</summary>
internal ref struct Boxes(ReadOnlySpan<byte> content)
{
    private ReadOnlySpan<byte> _rest = content;
    private Box _current;

    public readonly Box Current => _current;

    public readonly Boxes GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.Length < 8)
        {
            return false;
        }

        long size = BinaryPrimitives.ReadUInt32BigEndian(_rest);
        var header = 8;
        if (size is 1 && _rest.Length >= 16)
        {
            size = BinaryPrimitives.ReadInt64BigEndian(_rest[8..]);
            header = 16;
        }
        else if (size is 0)
        {
            size = _rest.Length;
        }

        if (size < header || size > _rest.Length)
        {
            return false;
        }

        _current = new Box(_rest.Slice(4, 4), _rest[header..(int)size]);
        _rest = _rest[(int)size..];
        return true;
    }
}

internal readonly ref struct Box(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
{
    private readonly ReadOnlySpan<byte> _type = type;

    public ReadOnlySpan<byte> Content { get; } = content;

    public bool Is(ReadOnlySpan<byte> type) => _type.SequenceEqual(type);
}
