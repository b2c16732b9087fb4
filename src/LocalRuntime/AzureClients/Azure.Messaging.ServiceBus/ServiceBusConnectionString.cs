namespace Azure.Messaging.ServiceBus;

/// <summary>Reads what the local runtime needs from a connection string: which namespace is meant. The key is not kept.</summary>
internal static class ServiceBusConnectionString
{
    public static string ReadHost(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        foreach (var pair in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (
                pair.Split('=', 2, StringSplitOptions.TrimEntries) is [var name, var value]
                && name.Equals("Endpoint", StringComparison.OrdinalIgnoreCase)
                && Uri.TryCreate(value, UriKind.Absolute, out var endpoint)
                && endpoint is { Scheme: "sb", Host.Length: > 0 }
            )
            {
                return endpoint.Host;
            }
        }

        // Never quote the text: it holds a key.
        throw new FormatException(
            "The Service Bus connection string could not be read: it needs an Endpoint such as sb://atlas.local/."
        );
    }
}
