using Azure.Core;

namespace Azure.Data.Tables;

public class TableClientOptions : ClientOptions
{
    private const ServiceVersion LatestVersion = ServiceVersion.V2020_12_06;

    public TableClientOptions(ServiceVersion serviceVersion = LatestVersion)
    {
        VersionHeader = serviceVersion switch
        {
            ServiceVersion.V2019_02_02 => "2019-02-02",
            ServiceVersion.V2020_12_06 => "2020-12-06",
            _ => throw new ArgumentOutOfRangeException(nameof(serviceVersion)),
        };
        Diagnostics.LoggedHeaderNames.Add("DataServiceVersion");
        Diagnostics.LoggedQueryParameters.Add("$top");
    }

    public enum ServiceVersion
    {
        V2019_02_02 = 1,
        V2020_12_06 = 2,
    }

    internal string VersionHeader { get; }
}
