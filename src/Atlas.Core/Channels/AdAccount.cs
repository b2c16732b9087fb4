namespace Atlas.Core.Channels;

/// <summary>An account that pays for advertising at the network, as it was when the channel was connected. It is shown, not used.</summary>
/// <param name="Id">As the network writes it: <c>act_123</c>.</param>
/// <param name="Currency">ISO 4217; null where the network does not say.</param>
/// <param name="Status">In the network's own words: <c>active</c>, <c>unsettled</c>.</param>
public sealed record AdAccount(string Id, string Name, string? Currency, string Status);
