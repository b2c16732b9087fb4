namespace Atlas.Infra.Tests.Bicep;

/// <param name="Kind">Of the grammar: <c>string</c>, <c>object</c>, <c>array</c>, <c>identifier</c>, <c>call_expression</c>, …</param>
/// <param name="Text">As written; a string without its quotes.</param>
public sealed record BicepValue(string Kind, string Text)
{
    public IReadOnlyList<BicepValue> Children { get; init; } = [];

    public IReadOnlyList<BicepProperty> Properties { get; init; } = [];

    /// <summary>The property of an object, also where the object stands behind an <c>if</c> or a <c>for</c>.</summary>
    public BicepValue? this[string name] => Body.Properties.FirstOrDefault(property => property.Name == name)?.Value;

    private BicepValue Body =>
        Kind switch
        {
            "if_statement" or "for_statement" when Children.Count > 0 => Children[^1].Body,
            _ => this,
        };

    /// <summary>This value and all inside it.</summary>
    public IEnumerable<BicepValue> All() =>
        [this, .. Children.SelectMany(child => child.All()), .. Properties.SelectMany(property => property.Value.All())];
}

public sealed record BicepProperty(string Name, BicepValue Value);
