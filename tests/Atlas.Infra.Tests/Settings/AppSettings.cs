using Atlas.Infra.Tests.Bicep;

namespace Atlas.Infra.Tests.Settings;

/// <summary>What the template sets, by the two back ends.</summary>
internal sealed class AppSettings(BicepSources bicep)
{
    private readonly BicepFile _file = bicep.File("functionapp.bicep");

    public IReadOnlyDictionary<string, string> Always => Read("ownSettings");

    public IReadOnlyDictionary<string, string> WithScheduler => Read("schedulerSettings");

    public IReadOnlyDictionary<string, string> WithStorage => Read("storageBackendSettings");

    public IEnumerable<string> Names => Always.Keys.Concat(WithScheduler.Keys).Concat(WithStorage.Keys);

    private Dictionary<string, string> Read(string variable) =>
        _file
            .Find("var", variable)
            .Value.Properties.ToDictionary(property => property.Name, property => bicep.Resolve(_file, property.Value));
}
