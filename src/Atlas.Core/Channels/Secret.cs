using System.Text.Json.Serialization;

namespace Atlas.Core.Channels;

/// <summary>A token or password. Printing it prints nothing of it, and it refuses to be serialized.</summary>
[JsonConverter(typeof(SecretConverter))]
public sealed class Secret(string value)
{
    /// <summary>The secret itself. Give it to the one call that needs it and to nothing that writes.</summary>
    public string Reveal() => value;

    public override string ToString() => "[secret]";
}
