namespace Atlas.Storage;

/// <summary>
/// Where the Azure services are. Each is named by its endpoint, and then reached with the app's identity, or by a connection
/// string, which brings its own key.
/// </summary>
public sealed record AzureStorageOptions
{
    public Uri? TableEndpoint { get; init; }

    public string? TableConnectionString { get; init; }

    public string TableName { get; init; } = "atlas";

    public Uri? BlobEndpoint { get; init; }

    public string? BlobConnectionString { get; init; }

    public string MediaContainer { get; init; } = "media";

    public Uri? KeyVaultUri { get; init; }

    /// <summary><c>name.servicebus.windows.net</c></summary>
    public string? ServiceBusNamespace { get; init; }

    public string? ServiceBusConnectionString { get; init; }

    /// <summary>Of the user-assigned identity; null for the system-assigned one, or the developer's own.</summary>
    public string? ManagedIdentityClientId { get; init; }

    /// <exception cref="InvalidOperationException">Names every setting that is missing.</exception>
    internal void Validate()
    {
        var missing = MissingOfRowsAndMedia();
        if (KeyVaultUri is null)
        {
            missing.Add(nameof(KeyVaultUri));
        }

        if (string.IsNullOrEmpty(ServiceBusNamespace) && string.IsNullOrEmpty(ServiceBusConnectionString))
        {
            missing.Add($"{nameof(ServiceBusNamespace)} or {nameof(ServiceBusConnectionString)}");
        }

        Require(missing);
    }

    /// <exception cref="InvalidOperationException">Names every setting that is missing.</exception>
    internal void ValidateRowsAndMedia() => Require(MissingOfRowsAndMedia());

    private List<string> MissingOfRowsAndMedia()
    {
        List<string> missing = [];
        if (TableEndpoint is null && string.IsNullOrEmpty(TableConnectionString))
        {
            missing.Add($"{nameof(TableEndpoint)} or {nameof(TableConnectionString)}");
        }

        if (BlobEndpoint is null && string.IsNullOrEmpty(BlobConnectionString))
        {
            missing.Add($"{nameof(BlobEndpoint)} or {nameof(BlobConnectionString)}");
        }

        return missing;
    }

    private static void Require(List<string> missing)
    {
        if (missing.Count > 0)
        {
            throw new InvalidOperationException($"Azure storage is not configured. Set: {string.Join("; ", missing)}.");
        }
    }
}
