namespace Atlas.Sandbox.Meta;

/// <summary>The one call of the Marketing API that a publisher needs: which ad accounts a person may use.</summary>
internal static class AdAccountOperations
{
    public static readonly GraphOperation List = new(
        "meta.adaccounts.list",
        call => ValueTask.FromResult(Write(call)),
        ["limit", "after", "before"]
    )
    {
        Scopes = ["ads_read", "ads_management"],
    };

    private static GraphError? Write(GraphCall call)
    {
        if (call.Node is not FacebookUser user)
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        var fields = call.Fields("id,account_id");
        return
            fields.Fields.FirstOrDefault(field =>
                field.Name is not ("id" or "account_id" or "name" or "currency" or "account_status")
            )
                is { } unknown
            ? GraphErrors.UnknownField(unknown.Name, "AdAccount")
            : GraphPage.Write(call, user.AdAccounts, account => account.Id, account => Write(call, account, fields));
    }

    private static void Write(GraphCall call, FacebookAdAccount account, FieldSet fields)
    {
        var json = call.Json;
        json.WriteStartObject();
        foreach (var field in fields.Fields)
        {
            switch (field.Name)
            {
                case "account_id":
                    json.WriteString("account_id"u8, account.Id["act_".Length..]);
                    break;
                case "name":
                    json.WriteString("name"u8, account.Name);
                    break;
                case "currency":
                    json.WriteString("currency"u8, account.Currency);
                    break;
                case "account_status":
                    json.WriteNumber("account_status"u8, account.Status);
                    break;
            }
        }

        json.WriteString("id"u8, account.Id);
        json.WriteEndObject();
    }
}
