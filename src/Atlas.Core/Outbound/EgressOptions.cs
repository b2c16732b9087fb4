namespace Atlas.Core.Outbound;

/// <summary>Section <c>Atlas:Egress</c> of the settings.</summary>
public sealed class EgressOptions
{
    /// <summary>
    /// For development: ports on this machine that may be reached although they are on no public address, such as
    /// <c>7071,7080</c>.
    /// </summary>
    public string? AllowedLoopbackPorts { get; set; }

    internal HashSet<int> ReadAllowedLoopbackPorts() =>
        [
            .. (AllowedLoopbackPorts ?? "")
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(port =>
                    int.TryParse(port, out var number) && number is > 0 and <= 65535
                        ? number
                        : throw new InvalidOperationException(
                            $"Atlas:Egress:AllowedLoopbackPorts is a list of ports with commas between them; '{port}' is none."
                        )
                ),
        ];
}
