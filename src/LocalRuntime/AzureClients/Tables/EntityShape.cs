using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;

namespace Atlas.LocalRuntime.Tables;

/// <summary>How the properties of an entity class map to those of a row.</summary>
internal sealed class EntityShape
{
    private static readonly ConcurrentDictionary<Type, EntityShape> s_shapes = new();

    private readonly Type _type;
    private readonly (string Name, PropertyInfo Property)[] _properties;

    private EntityShape(Type type)
    {
        _type = type;
        _properties =
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property =>
                    property is { CanRead: true, CanWrite: true }
                    && property.GetIndexParameters().Length == 0
                    && !property.IsDefined(typeof(IgnoreDataMemberAttribute))
                )
                .Select(property => (property.GetCustomAttribute<DataMemberAttribute>()?.Name ?? property.Name, property)),
        ];
    }

    public static EntityShape Of(Type type) => s_shapes.GetOrAdd(type, static key => new EntityShape(key));

    public IEnumerable<KeyValuePair<string, object?>> Read(ITableEntity entity)
    {
        foreach (var (name, property) in _properties)
        {
            if (property.Name is not nameof(ITableEntity.ETag))
            {
                yield return KeyValuePair.Create(name, property.GetValue(entity));
            }
        }
    }

    public T Create<T>(Dictionary<string, object?> values)
        where T : class, ITableEntity
    {
        var entity = Activator.CreateInstance<T>();
        foreach (var (name, property) in _properties)
        {
            if (property.Name is nameof(ITableEntity.ETag))
            {
                entity.ETag =
                    values.TryGetValue(TableEntity.ETagName, out var etag) && etag is string text ? new ETag(text) : default;
            }
            else if (values.TryGetValue(name, out var value) && value is not null)
            {
                property.SetValue(entity, Convert(value, property));
            }
        }

        return entity;
    }

    private object Convert(object value, PropertyInfo property)
    {
        var target = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return value switch
        {
            _ when target.IsInstanceOfType(value) => value,
            string text when target.IsEnum => Enum.Parse(target, text),
            DateTimeOffset time when target == typeof(DateTime) => time.UtcDateTime,
            byte[] bytes when target == typeof(BinaryData) => BinaryData.FromBytes(bytes),
            int number when target == typeof(long) => (long)number,
            int number when target == typeof(double) => (double)number,
            int number when target == typeof(float) => (float)number,
            double number when target == typeof(float) => (float)number,
            _ => throw new InvalidOperationException(
                $"{_type.Name}.{property.Name} is a {target.Name}, but the row holds a {value.GetType().Name}."
            ),
        };
    }
}
