namespace Atlas.Sandbox.Meta;

/// <param name="Id">With <c>act_</c> before it.</param>
/// <param name="Status">1 is active, 2 disabled, 3 unsettled, 101 closed.</param>
internal sealed record FacebookAdAccount(string Id, string Name, string Currency, int Status);
