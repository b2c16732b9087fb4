using System.Buffers;
using System.Text;

namespace Atlas.Core.Storage;

/// <summary>
/// The limits that every adapter keeps, so that what works on one works on all. They are those of Azure Table storage:
/// https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model
/// </summary>
public static class RowLimits
{
    public const int MaxWrites = 100;

    public const int MaxPage = 1000;

    /// <summary>Characters of a partition or row key: 1 KiB of UTF-16.</summary>
    public const int MaxKeyLength = 512;

    /// <summary>Bytes of one document. Azure's row holds 1 MiB with names and keys; the rest is kept free for those.</summary>
    public const int MaxDataBytes = 960 * 1024;

    /// <summary>Bytes of one property in Azure: larger documents are spread over several there.</summary>
    public const int MaxPropertyBytes = 64 * 1024;

    /// <summary>Bytes of one batch: 4 MiB on the wire, where binary is Base64.</summary>
    public const int MaxBatchBytes = 2_900_000;

    private static readonly SearchValues<char> s_refused = SearchValues.Create([
        '/',
        '\\',
        '#',
        '?',
        .. Enumerable.Range(0, 256).Select(code => (char)code).Where(char.IsControl),
    ]);

    /// <exception cref="ArgumentException">The batch breaks a limit. A programming error: nothing was written.</exception>
    public static void Check(string partition, IReadOnlyList<RowWrite> writes)
    {
        CheckKey(partition);
        if (writes.Count is 0 or > MaxWrites)
        {
            throw new ArgumentException($"A batch has 1 to {MaxWrites} writes, not {writes.Count}.", nameof(writes));
        }

        long bytes = 0;
        for (var i = 0; i < writes.Count; i++)
        {
            var write = writes[i];
            CheckKey(write.Key);
            if (write.Data.Length > MaxDataBytes)
            {
                throw new ArgumentException(
                    $"A row holds at most {MaxDataBytes} bytes; {write.Key} has {write.Data.Length}.",
                    nameof(writes)
                );
            }

            bytes += write.Data.Length;
            for (var j = 0; j < i; j++)
            {
                if (writes[j].Key == write.Key)
                {
                    throw new ArgumentException($"A batch writes each row once; {write.Key} is there twice.", nameof(writes));
                }
            }
        }

        if (bytes > MaxBatchBytes)
        {
            throw new ArgumentException($"A batch holds at most {MaxBatchBytes} bytes, not {bytes}.", nameof(writes));
        }
    }

    /// <exception cref="ArgumentException">The key is empty, too long, or has a character that Azure refuses.</exception>
    public static void CheckKey(string key)
    {
        if (key.Length is 0 or > MaxKeyLength)
        {
            throw new ArgumentException($"A key has 1 to {MaxKeyLength} characters, not {key.Length}.", nameof(key));
        }

        if (key.AsSpan().ContainsAny(s_refused))
        {
            throw new ArgumentException($"A key has no '/', '\\', '#', '?' or control character: {Printable(key)}", nameof(key));
        }
    }

    private static string Printable(string key)
    {
        var text = new StringBuilder(key.Length);
        foreach (var c in key)
        {
            text.Append(char.IsControl(c) ? '·' : c);
        }

        return text.ToString();
    }
}
