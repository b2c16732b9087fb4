namespace Atlas.Sandbox.Meta;

/// <summary>The calls that lead from a person over businesses to their Pages.</summary>
internal static class BusinessOperations
{
    private static readonly string[] Paging = ["limit", "after", "before"];
    private static readonly string[] Scope = ["business_management"];

    public static readonly GraphOperation List = new("meta.businesses.list", call => Done(WriteAll(call)), Paging)
    {
        Scopes = Scope,
    };

    public static readonly GraphOperation Read = new("meta.business.read", call => Done(WriteOne(call)), []) { Scopes = Scope };

    public static readonly GraphOperation ListOwned = new(
        "meta.business.owned_pages",
        call => Done(WritePages(call, business => business.OwnedPages)),
        Paging
    )
    {
        Scopes = Scope,
    };

    public static readonly GraphOperation ListClients = new(
        "meta.business.client_pages",
        call => Done(WritePages(call, business => business.ClientPages)),
        Paging
    )
    {
        Scopes = Scope,
    };

    private static ValueTask<GraphError?> Done(GraphError? error) => ValueTask.FromResult(error);

    private static GraphError? WriteAll(GraphCall call)
    {
        if (call.Node is not FacebookUser user)
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        var fields = call.Fields("id,name");
        return Check(fields)
            ?? GraphPage.Write(call, user.Businesses, business => business.Id, business => Write(call, business, fields));
    }

    private static GraphError? WriteOne(GraphCall call)
    {
        if (call.Node is not FacebookBusiness business)
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        var fields = call.Fields("id,name");
        if (Check(fields) is { } error)
        {
            return error;
        }

        Write(call, business, fields);
        return null;
    }

    private static GraphError? WritePages(GraphCall call, Func<FacebookBusiness, IReadOnlyList<FacebookPage>> pages) =>
        call.Node is FacebookBusiness business
            ? PageFields.WriteList(call, pages(business), "id,name")
            : GraphErrors.NoSuchObject(call.Method, call.Path);

    private static GraphError? Check(FieldSet fields) =>
        fields.Fields.FirstOrDefault(field => field.Name is not ("id" or "name")) is { } unknown
            ? GraphErrors.UnknownField(unknown.Name, "Business")
            : null;

    private static void Write(GraphCall call, FacebookBusiness business, FieldSet fields)
    {
        call.Json.WriteStartObject();
        if (fields.Fields.Any(field => field.Name is "name"))
        {
            call.Json.WriteString("name"u8, business.Name);
        }

        call.Json.WriteString("id"u8, business.Id);
        call.Json.WriteEndObject();
    }
}
