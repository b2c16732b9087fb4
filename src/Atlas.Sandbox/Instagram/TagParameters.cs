using System.Text.Json;
using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

internal static class TagParameters
{
    public static IReadOnlyList<UserTag> UserTags(ParameterReader reader, ContainerKind kind)
    {
        var needsPosition = kind is ContainerKind.Image or ContainerKind.CarouselImage;
        var tags = reader.Json<List<UserTag>>("user_tags", json => [.. json.EnumerateArray().Select(Read)]) ?? [];
        foreach (var tag in tags)
        {
            if (tag.Username.Length is 0)
            {
                reader.Fail("A user tag needs a username");
            }
            else if (needsPosition && (tag.X is null || tag.Y is null))
            {
                reader.Fail("User tags on images need x and y");
            }
            else if (tag.X is < 0 or > 1 || tag.Y is < 0 or > 1)
            {
                reader.Fail("The position of a user tag must be between 0.0 and 1.0");
            }
        }

        return tags;
    }

    /// <summary>As far as they can be read: <see cref="CheckProductTags"/> says what is wrong with them.</summary>
    public static IReadOnlyList<string> Products(GraphCall call) =>
        new ParameterReader(call).Json<List<string>>(
            "product_tags",
            json => [.. json.EnumerateArray().Select(tag => Product(tag).Id)]
        ) ?? [];

    public static GraphError? CheckProductTags(GraphCall call, ContainerKind kind)
    {
        if (!call.Parameters.Has("product_tags"))
        {
            return null;
        }

        if (call.Host is GraphHost.InstagramGraph)
        {
            return GraphErrors.Invalid("product_tags is not supported for this app");
        }

        if (call.Token?.Scopes.Contains(InstagramDirectory.ShoppingScope) is not true)
        {
            return GraphErrors.NoPermission;
        }

        var reader = new ParameterReader(call);
        var tags = reader.Json<List<(string Id, bool HasPosition)>>(
            "product_tags",
            json => [.. json.EnumerateArray().Select(Product)]
        );
        var isImage = kind is ContainerKind.Image or ContainerKind.CarouselImage;
        return tags is null || tags.Exists(tag => tag.Id.Length is 0) ? InstagramErrors.ProductTagInvalid
            : isImage && tags.Exists(tag => !tag.HasPosition) ? InstagramErrors.ProductTagPosition
            : !isImage && tags.Exists(tag => tag.HasPosition) ? InstagramErrors.ProductTagOnVideo
            : null;
    }

    private static UserTag Read(JsonElement tag) =>
        new(Text(tag, "username").TrimStart('@'), Coordinate(tag, "x"), Coordinate(tag, "y"));

    private static (string Id, bool HasPosition) Product(JsonElement tag) =>
        (Text(tag, "product_id"), tag.TryGetProperty("x", out _) || tag.TryGetProperty("y", out _));

    private static string Text(JsonElement tag, string name) => tag.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static double? Coordinate(JsonElement tag, string name) =>
        tag.TryGetProperty(name, out var value)
            ? value.ValueKind is JsonValueKind.String
                ? double.Parse(value.GetString() ?? "")
                : value.GetDouble()
            : null;
}
