namespace Atlas.Sandbox.Meta;

/// <summary>An object with an id of its own in the graph.</summary>
internal abstract class GraphNode(string id)
{
    public string Id => id;

    /// <summary>The type's name as error messages give it.</summary>
    public abstract string TypeName { get; }

    /// <summary>The account that a call on this object is about, for fault rules, usage and the call log.</summary>
    public abstract string? AccountId { get; }

    /// <summary>What the usage header calls its kind of calls.</summary>
    public virtual string UsageType => "instagram";

    /// <summary>When its account's budget of calls is used up.</summary>
    public virtual GraphError CallLimit => GraphErrors.AccountLimit;

    public abstract bool IsVisibleTo(AccessToken token);

    /// <summary>The operation behind a verb and an edge ("" for the object itself), or null.</summary>
    public abstract GraphOperation? Find(string method, string edge);
}
