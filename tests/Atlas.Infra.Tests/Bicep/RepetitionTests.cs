namespace Atlas.Infra.Tests.Bicep;

/// <summary>A template is deployed again and again: the same parameters must ask for the same thing in a month's time.</summary>
[Collection(BicepCollection.Name)]
public sealed class RepetitionTests(BicepSources bicep)
{
    [Fact]
    public void Nothing_depends_on_when_it_is_deployed()
    {
        // Azure refuses to move the start of a budget: github.com/Azure/bicep/issues/7149
        Assert.All(bicep.Files, file => Assert.DoesNotMatch(@"\b(utcNow|newGuid)\(", File.ReadAllText(file.Path)));
    }

    [Fact]
    public void Two_instances_for_every_scale_group_are_asked_for_by_name_and_not_by_a_profile()
    {
        // learn.microsoft.com/azure/reliability/reliability-functions: they are billed, each timer is a group, and the profiles name a price.
        var given = bicep.Main.Find("module", "functionApp").Value["params"]!["zoneRedundant"]!;
        Assert.Equal("zoneRedundantApp", given.Text);
        Assert.Equal("false", bicep.Main.Find("param", "zoneRedundantApp").Value.Text);
    }
}
