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

        return PageFields.WriteList(call, user.Pages, "id,name,access_token,category,tasks");
    }

    private static GraphError? WritePage(GraphCall call)
    {
        if (call.Node is not FacebookPage page)
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        return PageFields.WriteOne(call, page);
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
