using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Atlas.Core.Media.Probing;

/// <param name="End">Where it ends, or where the file or its parent does if that is earlier.</param>
/// <param name="IsCut">Whether it claims to be longer than there is room.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Box(uint Type, long Start, long Content, long End, bool IsCut)
{
    public bool Is(ReadOnlySpan<byte> name) => BinaryPrimitives.ReadUInt32BigEndian(name) == Type;

    /// <summary>Whether its type is four printable characters, as every known one is.</summary>
    public static string? NameOf(uint type)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, type);
        return bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? null : Encoding.ASCII.GetString(bytes);
    }
}

/// <summary>Steps over the boxes of an MP4 or QuickTime file (ISO/IEC 14496-12, 4.2) without reading what they hold.</summary>
internal sealed class BoxReader(ProbeSource source)
{
    private const int MostChildren = 2000;

    public ProbeSource Source => source;

    public bool TryRead(long offset, long limit, out Box box)
    {
        box = default;
        Span<byte> head = stackalloc byte[16];
        if (limit - offset < 8 || !source.TryRead(offset, head[..8]))
        {
            return false;
        }

        long size = BinaryPrimitives.ReadUInt32BigEndian(head);
        var header = 8;
        if (size == 1)
        {
            header = 16;
            if (!source.TryRead(offset, head))
            {
                return false;
            }

            size = BinaryPrimitives.ReadInt64BigEndian(head[8..]);
        }
        else if (size == 0)
        {
            size = limit - offset; // to the end
        }

        if (size < header)
        {
            return false;
        }

        var isCut = size > limit - offset;
        box = new Box(
            BinaryPrimitives.ReadUInt32BigEndian(head[4..]),
            offset,
            offset + header,
            isCut ? limit : offset + size,
            isCut
        );
        return true;
    }

    /// <summary>The boxes from <paramref name="start"/> on, in their order.</summary>
    public IEnumerable<Box> Between(long start, long end, int most = MostChildren)
    {
        for (var i = 0; i < most && TryRead(start, end, out var box); i++)
        {
            yield return box;
            start = box.End;
        }
    }

    public IEnumerable<Box> In(Box parent) => Between(parent.Content, parent.End);

    public Box? Find(Box parent, ReadOnlySpan<byte> name)
    {
        foreach (var box in In(parent))
        {
            if (box.Is(name))
            {
                return box;
            }
        }

        return null;
    }

    /// <returns>The first bytes of what a box holds, or null where it holds fewer.</returns>
    public byte[]? Read(Box box, int count, int skip = 0) =>
        box.End - box.Content - skip >= count ? source.Read(box.Content + skip, count) : null;
}
