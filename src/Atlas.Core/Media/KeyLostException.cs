namespace Atlas.Core.Media;

/// <summary>A row names a key that the vault doesn't have.</summary>
internal sealed class KeyLostException(string name) : Exception($"The vault has lost the signing key {name}.");
