namespace Atlas.Storage;

/// <param name="DataDirectory">Holds <c>rows.db</c>, <c>vault.db</c>, <c>vault.key</c> and <c>media/</c>; made where it is missing.</param>
public sealed record LocalStorageOptions(string DataDirectory);
