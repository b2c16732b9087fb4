namespace Atlas.Core.Storage;

/// <summary>
/// The data class of a stored type, or of one of its properties where that differs: whose it is, what for, how long it is kept
/// and how it goes. Every type in <see cref="StoredJson"/> has one; privacy answers and exports are made from them.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Property)]
public sealed class StoredDataAttribute(DataSubject whose, string purpose, string kept, string deletion) : Attribute
{
    public DataSubject Whose => whose;

    public string Purpose => purpose;

    public string Kept => kept;

    public string Deletion => deletion;

    /// <summary>Whether it is part of what a workspace or person gets when asking for their data.</summary>
    public bool Exported { get; init; } = true;
}

public enum DataSubject
{
    /// <summary>The workspace as a customer: its names, plans and records.</summary>
    Workspace,

    /// <summary>A person who works in the workspace.</summary>
    Member,

    /// <summary>The owner of a connected account.</summary>
    AccountOwner,

    /// <summary>Somebody outside: a follower, a person in a picture, a person who is tagged.</summary>
    Public,

    /// <summary>Nobody: what only the deployment needs to work.</summary>
    Deployment,
}
