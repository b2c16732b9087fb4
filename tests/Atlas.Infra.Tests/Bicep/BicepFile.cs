namespace Atlas.Infra.Tests.Bicep;

public sealed record BicepFile(string Path, IReadOnlyList<string> Errors, IReadOnlyList<BicepDeclaration> Declarations)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public IEnumerable<BicepDeclaration> Of(string kind) => Declarations.Where(declaration => declaration.Kind == kind);

    public BicepDeclaration Find(string kind, string name) =>
        Of(kind).FirstOrDefault(declaration => declaration.Name == name)
        ?? throw new InvalidOperationException($"{Name} declares no {kind} {name}.");
}

/// <param name="Kind"><c>resource</c>, <c>module</c>, <c>param</c>, <c>var</c>, <c>output</c> or <c>func</c>.</param>
/// <param name="Type">A resource's type and version, a module's file, the type of a parameter or output.</param>
/// <param name="Existing">A resource that is only referred to.</param>
public sealed record BicepDeclaration(
    string Kind,
    string Name,
    string? Type,
    bool Existing,
    IReadOnlyList<string> Decorators,
    int Line,
    BicepValue Value
)
{
    public string ResourceType => Type!.Split('@')[0];
}
