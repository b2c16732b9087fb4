namespace Atlas.Functions.Api;

/// <summary>What a caller's key must be allowed. Every HTTP function has this or <see cref="OpenToAllAttribute"/>; one that has neither is refused.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresScopeAttribute(string scope) : Attribute
{
    public string Scope => scope;
}

/// <summary>Answers without a key. The reason is for the reader.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpenToAllAttribute(string reason) : Attribute
{
    public string Reason => reason;
}
