namespace Atlas.Sandbox.DemoJob;

/// <summary>The demo can't go on; the message says why.</summary>
/// <param name="isUnknownKey">The app doesn't know the key: its data is not the data that the demo was made with.</param>
internal sealed class DemoException(string message, bool isUnknownKey = false) : Exception(message)
{
    public bool IsUnknownKey => isUnknownKey;
}
