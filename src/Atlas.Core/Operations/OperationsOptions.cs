namespace Atlas.Core.Operations;

/// <summary>Who may operate the deployment. Section <c>Atlas:Operations</c>. With nothing set, nobody may.</summary>
public sealed class OperationsOptions
{
    /// <summary>Hex SHA-256 of the operators' key. Where it is set, only that key is taken.</summary>
    public string? KeyHash { get; set; }

    /// <summary>
    /// Whether the host in front of this app has checked the key of a request: Azure does, by the app's function keys; the
    /// Functions tools on a developer's machine do not.
    /// </summary>
    public bool FunctionKeys { get; set; }

    /// <summary>
    /// The app role that a person needs besides the key. Set it only where the platform's authentication is on: it alone takes
    /// the header that says who asks off requests from outside.
    /// </summary>
    public string? EntraRole { get; set; }

    /// <summary>Whether there is one process of this app, ever: then what it has in flight is all that is.</summary>
    public bool SingleProcess { get; set; }
}
