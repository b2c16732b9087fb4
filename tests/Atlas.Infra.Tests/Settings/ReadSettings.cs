using System.Reflection;
using System.Text.RegularExpressions;

namespace Atlas.Infra.Tests.Settings;

/// <summary>One setting that the code reads, by its key: <c>Section:Name</c>.</summary>
/// <param name="Default">What holds where nobody sets it; null where nothing does.</param>
internal sealed record ReadSetting(string Key, object? Default, string ReadBy);

/// <summary>
/// What the app reads: the properties of every class that a section is bound to, and the keys that are written out in its source.
/// </summary>
internal static partial class ReadSettings
{
    public static IReadOnlyList<ReadSetting> All { get; } = [.. Bound(), .. Literal()];

    private static IEnumerable<ReadSetting> Bound()
    {
        var found = 0;
        foreach (var source in Repository.AppSources().Select(File.ReadAllText))
        {
            foreach (
                var match in Bindings()
                    .Matches(source)
                    .Concat(AddedSections().Matches(source))
                    .Concat(ReadSections().Matches(source))
            )
            {
                var name = match.Groups["type"].Value;
                if (name == "T")
                {
                    continue;
                }

                found++;
                var type = TypeOf(name);
                var section = match.Groups["section"] is { Success: true } written
                    ? written.Value
                    : (string)TypeOf(match.Groups["owner"].Value).GetField("Section")!.GetRawConstantValue()!;
                foreach (var setting in Properties(type, section))
                {
                    yield return setting;
                }
            }
        }

        if (found < 8)
        {
            throw new InvalidOperationException(
                $"Only {found} bound sections are recognized: the source binds them in another way now."
            );
        }
    }

    private static IEnumerable<ReadSetting> Properties(Type type, string section)
    {
        var defaults = Activator.CreateInstance(type);
        return type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0)
            .Select(property => new ReadSetting($"{section}:{property.Name}", property.GetValue(defaults), type.Name));
    }

    private static IEnumerable<ReadSetting> Literal() =>
        Repository
            .AppSources()
            .Where(path => !Path.GetFileName(path).StartsWith("Local", StringComparison.Ordinal))
            .SelectMany(path =>
                Literals()
                    .Matches(File.ReadAllText(path))
                    .Select(match => new ReadSetting(match.Groups["key"].Value, null, Path.GetFileName(path)))
            );

    private static Type TypeOf(string name) =>
        (
            (Assembly[])
                [
                    typeof(Core.Publishing.Publication).Assembly,
                    typeof(Platforms.NetworksRegistration).Assembly,
                    typeof(Storage.AzureStorage).Assembly,
                    typeof(Functions.Hosting.AtlasApp).Assembly,
                ]
        )
            .SelectMany(assembly => assembly.GetTypes())
            .Single(type => type.Name == name);

    [GeneratedRegex(
        @"AddOptions<(?<type>\w+)>\(\)\s*\.BindConfiguration\((?:""(?<section>[^""]+)""|(?<owner>\w+)\.Section)\)",
        RegexOptions.ExplicitCapture,
        5000
    )]
    private static partial Regex Bindings();

    [GeneratedRegex(@"AddOptions<(?<type>\w+)>\(services, ""(?<section>[^""]+)""\)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex AddedSections();

    [GeneratedRegex(@"GetSection\(""(?<section>[^""]+)""\)\.Get<(?<type>\w+)>", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex ReadSections();

    [GeneratedRegex(@"[cC]onfiguration\[""(?<key>[^""]+)""\]", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Literals();
}
