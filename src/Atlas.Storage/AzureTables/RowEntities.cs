using Atlas.Core.Storage;
using Azure.Data.Tables;

namespace Atlas.Storage.AzureTables;

/// <summary>A row as an entity: its document in binary properties <c>D0</c>, <c>D1</c>, … of at most 64 KiB each, none for an empty one.</summary>
internal static class RowEntities
{
    public static TableEntity ToEntity(string partition, in RowWrite write)
    {
        var entity = new TableEntity(partition, write.Key);
        for (var (part, from) = (0, 0); from < write.Data.Length; part++, from += RowLimits.MaxPropertyBytes)
        {
            var length = Math.Min(RowLimits.MaxPropertyBytes, write.Data.Length - from);
            entity[NameOf(part)] = write.Data.Slice(from, length).ToArray();
        }

        return entity;
    }

    public static Row ToRow(TableEntity entity)
    {
        var data = entity.GetBinary(NameOf(0)) ?? [];
        if (data.Length == RowLimits.MaxPropertyBytes)
        {
            using var whole = new MemoryStream();
            whole.Write(data);
            for (var part = 1; entity.GetBinary(NameOf(part)) is { } piece; part++)
            {
                whole.Write(piece);
            }

            data = whole.ToArray();
        }

        return new Row(entity.RowKey, entity.ETag.ToString(), data);
    }

    private static string NameOf(int part) => $"D{part}";
}
