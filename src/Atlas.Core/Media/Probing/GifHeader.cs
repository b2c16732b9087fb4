using System.Buffers.Binary;

namespace Atlas.Core.Media.Probing;

/// <summary>A GIF is animated when it holds a second picture; to see it, the first one's blocks are walked over.</summary>
internal static class GifHeader
{
    private const int Window = 16 << 10;

    public static MediaProbe Read(ProbeSource source)
    {
        Span<byte> head = stackalloc byte[13];
        return source.TryRead(0, head)
            ? ImageProbe.Create(
                "image/gif",
                BinaryPrimitives.ReadUInt16LittleEndian(head[6..]),
                BinaryPrimitives.ReadUInt16LittleEndian(head[8..]),
                animated: new Walk(source).HasSecondPicture(13 + ColorTable(head[10])),
                canBeAnimated: true
            )
            : ImageProbe.Create("image/gif", 0, 0, canBeAnimated: true);
    }

    private static int ColorTable(int flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private sealed class Walk(ProbeSource source)
    {
        private readonly byte[] _window = new byte[Window];
        private long _start = -1;
        private int _count;

        /// <returns>Null where the file ends, or goes on for too long, before it is told.</returns>
        public bool? HasSecondPicture(long offset)
        {
            var pictures = 0;
            while (ByteAt(offset) is { } kind)
            {
                switch (kind)
                {
                    case 0x3B:
                        return false;
                    case 0x21:
                        offset = AfterBlocks(offset + 2);
                        break;
                    case 0x2C when ++pictures == 2:
                        return true;
                    case 0x2C when ByteAt(offset + 9) is { } flags:
                        offset = AfterBlocks(offset + 11 + ColorTable(flags));
                        break;
                    default:
                        return null;
                }
            }

            return null;
        }

        private long AfterBlocks(long offset)
        {
            while (ByteAt(offset) is { } length and not 0)
            {
                offset += length + 1;
            }

            return offset + 1;
        }

        private int? ByteAt(long offset)
        {
            if (_start < 0 || offset < _start || offset >= _start + _count)
            {
                _start = offset;
                _count = source.ReadUpTo(offset, _window);
            }

            return _count > 0 ? _window[offset - _start] : null;
        }
    }
}
