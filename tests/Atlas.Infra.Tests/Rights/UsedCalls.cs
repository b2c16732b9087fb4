using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Atlas.Infra.Tests.Rights;

/// <summary>The members of Azure's clients that an assembly calls, read out of its metadata: <c>SecretClient.GetSecretAsync</c>.</summary>
internal static class UsedCalls
{
    public static IReadOnlySet<string> Of(System.Reflection.Assembly assembly)
    {
        using var file = File.OpenRead(assembly.Location);
        using var executable = new PEReader(file);
        var metadata = executable.GetMetadataReader();
        return metadata
            .MemberReferences.Select(handle => metadata.GetMemberReference(handle))
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => (Type: metadata.GetTypeReference((TypeReferenceHandle)member.Parent), member.Name))
            .Where(used => metadata.GetString(used.Type.Namespace).StartsWith("Azure.", StringComparison.Ordinal))
            .Select(used => $"{metadata.GetString(used.Type.Name)}.{metadata.GetString(used.Name)}")
            .ToHashSet();
    }
}
