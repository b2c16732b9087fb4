using System.Text.Json.Serialization;

namespace Atlas.Core;

/// <summary>The id of a <typeparamref name="T"/>: a UUIDv7, so ids sort by the time they were made. Written as 32 lower-case hex digits.</summary>
[JsonConverter(typeof(IdConverterFactory))]
public readonly record struct Id<T>(Guid Value)
{
    public static Id<T> New(TimeProvider time) =>
        new(time is IIdSource source ? source.NextId() : Guid.CreateVersion7(time.GetUtcNow()));

    public static Id<T> Parse(string text) => new(Guid.ParseExact(text, "N"));

    public static bool TryParse(string? text, out Id<T> id)
    {
        var parsed = Guid.TryParseExact(text, "N", out var value);
        id = new Id<T>(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("N");
}
