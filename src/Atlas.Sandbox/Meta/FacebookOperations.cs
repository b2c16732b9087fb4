using System.Text.Json;

namespace Atlas.Sandbox.Meta;

/// <summary>The calls on people and Pages that a client needs to find Instagram accounts.</summary>
internal static class FacebookOperations
{
    private static readonly string[] Paging = ["limit", "after", "before"];

    public static readonly GraphOperation ReadUser = new("meta.user.read", call => Done(WriteUser(call)), []);
    public static readonly GraphOperation ListPages = new("meta.accounts.list", call => Done(WritePages(call)), Paging)
    {
        Scopes = ["pages_show_list"],
    };
    public static readonly GraphOperation ListBusinesses = new("meta.businesses.list", call => Done(WriteEmpty(call)), Paging)
    {
        Scopes = ["business_management"],
    };
    public static readonly GraphOperation ListPermissions = new(
        "meta.permissions.list",
        call => Done(WritePermissions(call)),
        []
    );
    public static readonly GraphOperation RevokeAll = new("meta.permissions.revoke", call => Done(Revoke(call)), []);
    public static readonly GraphOperation RevokeOne = new("meta.permissions.revoke_one", call => Done(RevokeScope(call)), []);
    public static readonly GraphOperation ReadPage = new("meta.page.read", call => Done(WritePage(call)), [])
    {
        Scopes = ["pages_show_list"],
    };

    private static ValueTask<GraphError?> Done(GraphError? error) => ValueTask.FromResult(error);

    private static GraphError? WriteUser(GraphCall call)
    {
        if (call.Node is not FacebookUser user)
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        call.Json.WriteStartObject();
        foreach (var field in call.Fields("name").Fields)
        {
            switch (field.Name)
            {
                case "id":
                    break;
                case "name":
                    call.Json.WriteString("name"u8, user.Name);
                    break;
                default:
                    return GraphErrors.UnknownField(field.Name, user.TypeName);
            }
        }

        call.Json.WriteString("id"u8, user.Id);
        call.Json.WriteEndObject();
        return null;
    }

    private static GraphError? WritePages(GraphCall call)
    {
        if (call.Node is not FacebookUser user)
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        var fields = call.Fields("id,name,access_token,category,tasks");
        return Check(fields) ?? GraphPage.Write(call, user.Pages, page => page.Id, page => Write(call, page, fields));
    }

    private static GraphError? WritePage(GraphCall call)
    {
        if (call.Node is not FacebookPage page)
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        var fields = call.Fields("name");
        if (Check(fields) is { } error)
        {
            return error;
        }

        Write(call, page, fields);
        return null;
    }

    private static GraphError? Check(FieldSet fields)
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
                    json.WriteString("username"u8, page.Instagram?.Username ?? page.Id);
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
            }
        }

        json.WriteString("id"u8, page.Id);
        json.WriteEndObject();
    }

    private static void WritePicture(GraphCall call, Utf8JsonWriter json, FacebookPage page)
    {
        json.WriteStartObject("picture"u8);
        json.WriteStartObject("data"u8);
        json.WriteString("url"u8, $"{call.BaseUrl}/instagram/{page.Instagram?.Username}/avatar.svg");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static GraphError? WriteEmpty(GraphCall call)
    {
        call.Json.WriteStartObject();
        call.Json.WriteStartArray("data"u8);
        call.Json.WriteEndArray();
        call.Json.WriteEndObject();
        return null;
    }

    private static GraphError? WritePermissions(GraphCall call)
    {
        if (call.Token?.Login is not { } grant)
        {
            return GraphErrors.NoPermission;
        }

        call.Json.WriteStartObject();
        call.Json.WriteStartArray("data"u8);
        foreach (
            var (scope, status) in grant
                .Scopes.Order()
                .Select(s => (s, "granted"))
                .Concat(grant.Declined.Select(s => (s, "declined")))
        )
        {
            call.Json.WriteStartObject();
            call.Json.WriteString("permission"u8, scope);
            call.Json.WriteString("status"u8, status);
            call.Json.WriteEndObject();
        }

        call.Json.WriteEndArray();
        call.Json.WriteEndObject();
        return null;
    }

    // Every token of this person for this app ends, Page tokens too.
    private static GraphError? Revoke(GraphCall call)
    {
        if (call.Token is { } token)
        {
            call.World.Tokens.End(token.Login?.OwnerId ?? token.OwnerId, 458);
        }

        return call.Success();
    }

    private static GraphError? RevokeScope(GraphCall call)
    {
        call.Token?.Login?.Revoke(call.Path[(call.Path.LastIndexOf('/') + 1)..]);
        return call.Success();
    }
}
