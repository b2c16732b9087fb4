using Azure.Data.Tables;

namespace Atlas.LocalRuntime.Tables;

/// <summary>Where a connection string leads to, and with which key.</summary>
internal sealed record TableEndpoint(Uri Uri, TableSharedKeyCredential Credential)
{
    // The emulator's account and key are published and the same on every machine.
    private const string EmulatorAccount = "devstoreaccount1";
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public static TableEndpoint Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (pair.Split('=', 2) is not [{ Length: > 0 } name, var value])
            {
                throw Malformed("a setting has no name or no '='");
            }

            settings[name.Trim()] = value.Trim();
        }

        if (settings.TryGetValue("UseDevelopmentStorage", out var development) && bool.TryParse(development, out var on) && on)
        {
            return new(new Uri($"http://127.0.0.1:10002/{EmulatorAccount}"), new(EmulatorAccount, EmulatorKey));
        }

        if (!settings.TryGetValue("AccountName", out var account) || !settings.TryGetValue("AccountKey", out var key))
        {
            throw Malformed("it needs AccountName and AccountKey, or UseDevelopmentStorage=true");
        }

        var uri = settings.TryGetValue("TableEndpoint", out var endpoint)
            ? endpoint
            : $"{settings.GetValueOrDefault("DefaultEndpointsProtocol", "https")}://{account}.table.{settings.GetValueOrDefault("EndpointSuffix", "core.windows.net")}/";
        return Uri.TryCreate(uri, UriKind.Absolute, out var parsed)
            ? new(parsed, ReadCredential(account, key))
            : throw Malformed("its table endpoint is no address");
    }

    public static string? AccountOf(Uri endpoint)
    {
        var isPathStyle = endpoint.IsLoopback || endpoint.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6;
        var name = isPathStyle ? endpoint.AbsolutePath.Trim('/').Split('/')[0] : endpoint.Host.Split('.')[0];
        return name.Length > 0 ? name : null;
    }

    private static TableSharedKeyCredential ReadCredential(string account, string key)
    {
        try
        {
            return new(account, key);
        }
        catch (FormatException)
        {
            throw Malformed("its AccountKey is not Base64");
        }
    }

    // Never quote the text: it holds a key.
    private static FormatException Malformed(string why) => new($"The storage connection string can't be read: {why}.");
}
