using System.Reflection;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Atlas.LocalRuntime.AzureClients.Tests.Surface;

/// <summary>
/// The Azure build swaps these assemblies for the real packages. Whatever of theirs is public and differs from the real
/// ones would compile here and fail there.
/// </summary>
public sealed class SurfaceTests
{
    private static readonly Assembly[] s_assemblies =
    [
        typeof(TaskOrchestrationContext).Assembly,
        typeof(FunctionAttribute).Assembly,
        typeof(ServiceBusClient).Assembly,
    ];

    private static readonly IReadOnlyDictionary<string, ListedType> s_listed = SurfaceList.Read(
        Path.Combine(AppContext.BaseDirectory, "surface.txt")
    );

    private static IEnumerable<Type> Implemented =>
        s_assemblies
            .SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type =>
                type.Namespace is { } name
                && (
                    name.StartsWith("Microsoft.", StringComparison.Ordinal) || name.StartsWith("Azure.", StringComparison.Ordinal)
                )
            );

    public static TheoryData<string> ImplementedTypes => [.. Implemented.Select(SurfaceRenderer.NameOf)];

    [Theory]
    [MemberData(nameof(ImplementedTypes))]
    public void A_public_type_is_member_by_member_what_the_real_package_has(string name)
    {
        var type = Implemented.Single(type => SurfaceRenderer.NameOf(type) == name);
        Assert.True(s_listed.TryGetValue(name, out var listed), $"{name} is public, but not in surface.txt.");
        List<string> differences = [];
        if (SurfaceRenderer.KindOf(type) is var kind && kind != listed.Kind)
        {
            differences.Add($"is a {kind}, listed as {listed.Kind}");
        }

        differences.AddRange(BaseDifferences(type, listed));
        var members = SurfaceRenderer.MembersOf(type);
        differences.AddRange(members.Except(listed.Members).Select(member => $"has     {member}"));
        differences.AddRange(listed.Members.Except(members).Select(member => $"listed  {member}"));

        Assert.True(differences.Count == 0, $"{name}\n  {string.Join("\n  ", differences)}");
    }

    [Fact]
    public void Every_listed_type_is_implemented()
    {
        var missing = s_listed.Keys.Except(Implemented.Select(SurfaceRenderer.NameOf));

        Assert.Empty(missing);
    }

    [Fact]
    public void The_table_and_bus_clients_have_no_nullable_annotations_as_the_real_ones_have_none()
    {
        var annotated = Implemented
            .Where(type => type.Namespace!.StartsWith("Azure.", StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods().Cast<MethodBase>().Concat(type.GetConstructors()))
            .Where(method => method.DeclaringType!.Namespace is { } space && space.StartsWith("Azure.", StringComparison.Ordinal))
            .Where(method => s_assemblies.Contains(method.DeclaringType!.Assembly))
            .Where(method =>
                method
                    .GetParameters()
                    .Append((method as MethodInfo)?.ReturnParameter)
                    .Any(part => part is not null && !AnnotatedType.IsOblivious(part))
            )
            .Select(method => $"{method.DeclaringType}.{method.Name}");

        Assert.Empty(annotated.Distinct());
    }

    /// <summary>
    /// A base class must be the listed one, unless it is one of the packages' own plumbing that is not listed itself. An
    /// interface must be listed, or follow from a listed one.
    /// </summary>
    private static IEnumerable<string> BaseDifferences(Type type, ListedType listed)
    {
        if (type.IsValueType || type.IsInterface || type.IsSubclassOf(typeof(Delegate)))
        {
            yield break;
        }

        var implied = type.BaseType!.GetInterfaces().Append(typeof(System.Collections.IEnumerable)).Select(AnnotatedType.Write);
        var interfaces = type.GetInterfaces().Where(face => face.IsPublic && face.Name != typeof(IEquatable<>).Name);
        foreach (var face in interfaces.Select(AnnotatedType.Write).Except(implied).Except(listed.Bases))
        {
            yield return $"implements {face}, listed are {string.Join(", ", listed.Bases)}";
        }

        var classes = listed.Bases.Where(name => !(name[0] == 'I' && char.IsUpper(name[1]))).ToArray();
        var own = AnnotatedType.Write(type.BaseType!);
        var expected = classes is [var known] && !IsPlumbing(known) ? known : null;
        if (expected is not null ? own != expected : type.BaseType != typeof(object) && type.BaseType != typeof(Attribute))
        {
            yield return $"derives from {own}, listed is {expected ?? "none"}";
        }
    }

    private static bool IsPlumbing(string name) =>
        name.EndsWith("Attribute", StringComparison.Ordinal)
        && name != nameof(Attribute)
        && !s_listed.Keys.Any(key => key.EndsWith($".{name}", StringComparison.Ordinal));
}
