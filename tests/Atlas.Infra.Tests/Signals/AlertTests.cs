using Atlas.Infra.Tests.Bicep;

namespace Atlas.Infra.Tests.Signals;

[Collection(BicepCollection.Name)]
public sealed class AlertTests(BicepSources bicep)
{
    /// <summary>learn.microsoft.com/azure/azure-monitor/reference/supported-metrics: metric, aggregation, dimension.</summary>
    private static readonly Dictionary<string, (string Namespace, string[] Aggregations, string[] Dimensions)> s_metrics = new()
    {
        ["DeadletteredMessages"] = ("Microsoft.ServiceBus/namespaces", ["Average", "Minimum", "Maximum"], ["EntityName"]),
        ["ActiveMessages"] = ("Microsoft.ServiceBus/namespaces", ["Average", "Minimum", "Maximum"], ["EntityName"]),
        ["ServiceApiResult"] = (
            "Microsoft.KeyVault/vaults",
            ["Count"],
            ["ActivityType", "ActivityName", "StatusCode", "StatusCodeClass"]
        ),
    };

    private BicepFile Alerts => bicep.File("alerts.bicep");

    [Fact]
    public void Metric_alerts_look_at_metrics_that_exist_in_a_way_that_they_allow()
    {
        var criteria = Alerts
            .Of("resource")
            .Where(resource => resource.ResourceType == "Microsoft.Insights/metricAlerts")
            .Select(resource => resource.Value["properties"]!["criteria"]!["allOf"]!.Children.Single())
            .ToList();
        Assert.Equal(3, criteria.Count);
        Assert.All(
            criteria,
            criterion =>
            {
                var metric = s_metrics[criterion["metricName"]!.Text];
                Assert.Equal(metric.Namespace, criterion["metricNamespace"]!.Text);
                Assert.Contains(criterion["timeAggregation"]!.Text, metric.Aggregations);
                Assert.All(
                    criterion["dimensions"]!.Children,
                    dimension => Assert.Contains(dimension["name"]!.Text, metric.Dimensions)
                );
            }
        );
    }

    [Fact]
    public void Gauges_of_the_workbook_show_metrics_that_exist()
    {
        var gauges = bicep.File("workbook.bicep").Find("var", "gauges").Value.Children;
        Assert.NotEmpty(gauges);
        Assert.All(
            gauges,
            gauge =>
            {
                var metric = s_metrics[gauge["metric"]!.Text];
                Assert.Equal(metric.Namespace, gauge["kind"]!.Text, ignoreCase: true);
                Assert.Contains(gauge["split"]!.Text, metric.Dimensions);
            }
        );
    }

    [Fact]
    public void Alerts_of_queries_use_windows_that_azure_monitor_has()
    {
        string[] windows =
        [
            "PT5M",
            "PT10M",
            "PT15M",
            "PT30M",
            "PT45M",
            "PT1H",
            "PT2H",
            "PT3H",
            "PT4H",
            "PT5H",
            "PT6H",
            "P1D",
            "P2D",
        ];
        var alerts = Alerts.Find("var", "queryAlerts").Value.Children;
        Assert.NotEmpty(alerts);
        Assert.All(
            alerts,
            alert =>
            {
                Assert.Contains(alert["window"]!.Text, windows);
                Assert.Contains(alert["every"]!.Text, windows);
                Assert.Contains(alert["operator"]!.Text, (string[])["GreaterThan", "LessThanOrEqual"]);
            }
        );
    }

    [Fact]
    public void Every_alert_has_its_page_in_the_runbook_and_every_page_its_alert()
    {
        var runbook = Repository.Read("docs", "operate.md").Split("\n## Runbook\n")[1].Split("\n## ")[0];
        var pages = runbook
            .Split('\n')
            .Where(line => line.StartsWith("### ", StringComparison.Ordinal))
            .Select(line => line["### ".Length..]);
        Assert.Equal(Names().Order(StringComparer.Ordinal), pages.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_page_says_how_urgent_its_alert_is_and_says_it_as_azure_does()
    {
        var runbook = Repository.Read("docs", "operate.md");
        List<(string Name, string Severity)> severities =
        [
            .. Alerts.Find("var", "queryAlerts").Value.Children.Select(alert => (alert["name"]!.Text, alert["severity"]!.Text)),
            .. MetricAlerts().Select(alert => (NameOf(alert), alert["severity"]!.Text)),
        ];
        Assert.NotEmpty(severities);
        Assert.All(severities, alert => Assert.Contains($"\n### {alert.Name}\n\n*Severity {alert.Severity}. ", runbook));
    }

    [Fact]
    public void Every_alert_calls_the_people_who_are_given_as_a_parameter()
    {
        var people = Alerts.Find("resource", "people").Value["properties"]!;
        Assert.Contains("emails", people["emailReceivers"]!.All().Select(value => value.Text));
        Assert.Equal("alertEmails", bicep.Main.Find("module", "alerts").Value["params"]!["emails"]!.Text);
        Assert.All(
            Alerts.Of("resource").Where(resource => resource.ResourceType is "Microsoft.Insights/metricAlerts"),
            alert => Assert.Contains("people.id", alert.Value["properties"]!["actions"]!.All().Select(value => value.Text))
        );
        var rules = Alerts.Find("resource", "rules").Value;
        Assert.Contains("people.id", rules.All().Select(value => value.Text));
    }

    private IEnumerable<string> Names() =>
        Alerts
            .Find("var", "queryAlerts")
            .Value.Children.Select(alert => alert["name"]!.Text)
            .Concat(MetricAlerts().Select(NameOf));

    private static string NameOf(BicepValue metricAlert) => metricAlert["criteria"]!["allOf"]!.Children.Single()["name"]!.Text;

    private IEnumerable<BicepValue> MetricAlerts() =>
        Alerts
            .Of("resource")
            .Where(resource => resource.ResourceType == "Microsoft.Insights/metricAlerts")
            .Select(resource => resource.Value["properties"]!);
}
