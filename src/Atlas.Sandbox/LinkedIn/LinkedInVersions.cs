using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.LinkedIn;

/// <summary>Each month's version lives about a year. A call names the one it means; there is no default.</summary>
internal static class LinkedInVersions
{
    private static readonly string[] Live =
    [
        "202601",
        "202602",
        "202603",
        "202604",
        "202605",
        "202606",
        "202607",
        "202608",
        "202609",
        "202610",
    ];

    public static RestError? Problem(RestCall call)
    {
        if (call.Header("LinkedIn-Version") is not { Length: > 0 } version)
        {
            return LinkedInErrors.Error(StatusCodes.Status400BadRequest, "VERSION_MISSING", "A version must be present.");
        }

        if (!Live.Contains(version))
        {
            return LinkedInErrors.Error(
                StatusCodes.Status426UpgradeRequired,
                "NONEXISTENT_VERSION",
                $"Requested version {version} is not active"
            );
        }

        return call.Header("X-Restli-Protocol-Version") is "2.0.0"
            ? null
            : LinkedInErrors.Error(
                StatusCodes.Status400BadRequest,
                "INVALID_VALUE_FOR_FIELD",
                "X-Restli-Protocol-Version 2.0.0 is needed"
            );
    }
}
