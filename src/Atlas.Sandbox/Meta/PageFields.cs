using System.Text.Json;

namespace Atlas.Sandbox.Meta;

/// <summary>The fields of Pages, one or a list of them.</summary>
internal static class PageFields
{
    public static GraphError? WriteList(GraphCall call, IReadOnlyList<FacebookPage> pages, string whenNone)
    {
        var fields = call.Fields(whenNone);
        return Check(call, fields) ?? GraphPage.Write(call, pages, page => page.Id, page => Write(call, page, fields));
    }

    public static GraphError? WriteOne(GraphCall call, FacebookPage page)
    {
        var fields = call.Fields("name");
        if (Check(call, fields) is { } error)
        {
            return error;
        }

        Write(call, page, fields);
        return null;
    }

    private static GraphError? Check(GraphCall call, FieldSet fields)
    {
        foreach (var field in fields.Fields)
        {
            if (
                field.Name
                    is not (
                        "id"
                        or "name"
                        or "username"
                        or "access_token"
                        or "tasks"
                        or "category"
                        or "picture"
                        or "instagram_business_account"
                    )
                && call.Products.PageField(field.Name) is null
            )
            {
                return GraphErrors.UnknownField(field.Name, "Page");
            }
        }

        return null;
    }

    private static void Write(GraphCall call, FacebookPage page, FieldSet fields)
    {
        var json = call.Json;
        json.WriteStartObject();
        foreach (var field in fields.Fields)
        {
            switch (field.Name)
            {
                case "name":
                    json.WriteString("name"u8, page.Name);
                    break;
                case "username":
                    json.WriteString("username"u8, page.Feed?.Username ?? page.Instagram?.Username ?? page.Id);
                    break;
                case "access_token" when call.Token is { } token:
                    json.WriteString("access_token"u8, page.TokenFor(token, call.World).Value);
                    break;
                case "category":
                    json.WriteString("category"u8, "Local business");
                    break;
                case "picture":
                    WritePicture(call, json, page);
                    break;
                case "tasks":
                    json.WriteStartArray("tasks"u8);
                    foreach (var task in (string[])["ADVERTISE", "ANALYZE", "CREATE_CONTENT", "MESSAGING", "MODERATE", "MANAGE"])
                    {
                        json.WriteStringValue(task);
                    }

                    json.WriteEndArray();
                    break;
                case "instagram_business_account" when page.Instagram is { } account:
                    json.WriteStartObject("instagram_business_account"u8);
                    if (field.Inner?.Fields.Any(inner => inner.Name is "username") ?? false)
                    {
                        json.WriteString("username"u8, account.Username);
                    }

                    if (field.Inner?.Fields.Any(inner => inner.Name is "name") ?? false)
                    {
                        json.WriteString("name"u8, account.Name);
                    }

                    json.WriteString("id"u8, account.Id);
                    json.WriteEndObject();
                    break;
                default:
                    call.Products.PageField(field.Name)?.Invoke(call, page, field);
                    break;
            }
        }

        json.WriteString("id"u8, page.Id);
        json.WriteEndObject();
    }

    private static void WritePicture(GraphCall call, Utf8JsonWriter json, FacebookPage page)
    {
        json.WriteStartObject("picture"u8);
        json.WriteStartObject("data"u8);
        json.WriteString("url"u8, $"{call.BaseUrl}{page.Feed?.Path ?? $"/instagram/{page.Instagram?.Username}"}/avatar.svg");
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
