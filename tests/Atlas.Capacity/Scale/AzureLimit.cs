namespace Atlas.Capacity.Scale;

/// <summary>What Azure's documentation says that a resource does, as read when this was written.</summary>
internal static class AzureLimit
{
    /// <summary>Rows of a kibibyte a second in one partition.</summary>
    public const double RowsPerPartition = 2_000;
    public const double RequestsPerAccount = 20_000;
    public const string TableSource = "https://learn.microsoft.com/azure/storage/tables/scalability-targets";

    /// <summary>4,000 in ten seconds.</summary>
    public const double SecretsPerVault = 400;
    public const int VaultsPerSubscription = 5;
    public const string VaultSource = "https://learn.microsoft.com/azure/key-vault/general/service-limits";

    public const double ActionsOnConsumption = 500;
    public const double ActionsPerUnit = 2_000;
    public const int Units = 3;
    public const string SchedulerSource =
        "https://learn.microsoft.com/azure/azure-functions/durable/durable-task-scheduler/durable-task-scheduler-billing";

    public const int Instances = 1_000;
    public const string FunctionsSource = "https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan";
}
