using System.Reflection;
using System.Text.Json.Serialization;
using Atlas.Core.Storage;

namespace Atlas.Core.Tests.Storage;

public sealed class StoredDataTests
{
    [Fact]
    public void Every_stored_type_declares_its_data_class()
    {
        var stored = typeof(StoredJson)
            .GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType == typeof(JsonSerializableAttribute))
            .Select(attribute => (Type)attribute.ConstructorArguments[0].Value!)
            .ToList();

        Assert.True(stored.Count >= 10, "The stored types were not found.");
        Assert.All(stored, type => Assert.NotNull(type.GetCustomAttribute<StoredDataAttribute>()));
    }

    [Fact]
    public void A_declaration_says_something_in_every_part()
    {
        var declarations =
            from type in typeof(StoredJson).Assembly.GetTypes()
            from member in (MemberInfo[])[type, .. type.GetProperties()]
            let declared = member.GetCustomAttribute<StoredDataAttribute>()
            where declared is not null
            select declared;

        Assert.All(
            declarations,
            declared =>
                Assert.All(
                    [declared.Purpose, declared.Kept, declared.Deletion],
                    text => Assert.EndsWith(".", text, StringComparison.Ordinal)
                )
        );
    }
}
