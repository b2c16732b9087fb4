using System.Reflection;

namespace Atlas.Platforms.Tests;

/// <summary>What the app is told when the sandbox plays the networks must name every address that it would call.</summary>
public sealed class SandboxSettingsTests
{
    [Fact]
    public void No_address_of_a_network_is_left_out()
    {
        var told = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "app.env"))
            .Where(line => line.StartsWith("Platforms__", StringComparison.Ordinal))
            .Select(line => line.Split('=')[0].Replace("__", ":", StringComparison.Ordinal))
            .ToHashSet();

        var missing =
            from type in typeof(NetworksRegistration).Assembly.GetTypes()
            let section = type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string
            where section is not null
            from property in type.GetProperties()
            where property.PropertyType == typeof(Uri) && property.Name.EndsWith("Url", StringComparison.Ordinal)
            where !told.Contains($"{section}:{property.Name}")
            select $"{section}:{property.Name}";

        Assert.Empty(missing);
        Assert.True(told.Count > 20);
    }
}
