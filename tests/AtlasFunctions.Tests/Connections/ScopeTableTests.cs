using Atlas.Core.Channels;
using Atlas.Core.Connections;
using Atlas.Core.Platforms.Logins;
using Atlas.Functions.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Functions.Tests.Connections;

public sealed class ScopeTableTests
{
    private const string Update = "ATLAS_UPDATE_DOCS";

    /// <summary>Run it with the environment variable ATLAS_UPDATE_DOCS=1 to write the file.</summary>
    [Fact]
    public void The_document_says_what_the_logins_ask_for()
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        AtlasApp.Configure(builder);
        LocalHosting.Configure(builder);
        using var services = builder.Services.BuildServiceProvider();
        var table = ScopeTable.Render(new PlatformLogins(services.GetServices<IPlatformLogin>())).ReplaceLineEndings("\n");
        var file = Path.Combine(Root(), "docs", "scopes.md");
        if (Environment.GetEnvironmentVariable(Update) is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, table);
        }

        Assert.True(
            File.Exists(file) && File.ReadAllText(file) == table,
            $"docs/scopes.md is not what the code says: run this test with {Update}=1 and commit the file."
        );
    }

    [Fact]
    public void Every_scope_says_what_it_is_for()
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        AtlasApp.Configure(builder);
        LocalHosting.Configure(builder);
        using var services = builder.Services.BuildServiceProvider();
        foreach (var login in services.GetServices<IPlatformLogin>().Select(login => login.Description))
        {
            Assert.Equal(login.Scopes.Count, login.Scopes.Select(scope => scope.Scope).Distinct().Count());
            Assert.All(login.Scopes, scope => Assert.EndsWith(".", scope.Purpose, StringComparison.Ordinal));
            Assert.All(login.Scopes, scope => Assert.NotEmpty(scope.Feature));
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AtlasFunctions.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return folder.FullName;
    }
}
