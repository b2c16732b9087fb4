using Atlas.Core.Problems;
using Atlas.Core.Scheduling;

namespace Atlas.Core.Workspaces;

/// <summary>What names, zones and scopes have to be.</summary>
internal static class WorkspaceRules
{
    private const int MaxName = 200;

    public static void CheckName(List<ProblemError> errors, string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            errors.Add(new ProblemError("name", "required", "Give it a name."));
        }
        else if (name.Length > MaxName)
        {
            errors.Add(
                new ProblemError("name", "length", "The name is too long.", $"{MaxName} characters", $"{name.Length} characters")
            );
        }
    }

    public static void CheckTimeZone(List<ProblemError> errors, string? timeZone)
    {
        if (timeZone is null || !WallClock.IsZone(timeZone))
        {
            errors.Add(
                new ProblemError("timeZone", "timeZone", "Give an IANA time zone such as Europe/Berlin.", Actual: timeZone)
            );
        }
    }

    public static void CheckScopes(List<ProblemError> errors, IReadOnlyList<string>? scopes)
    {
        if (scopes is not { Count: > 0 })
        {
            errors.Add(new ProblemError("scopes", "required", "Name at least one scope.", string.Join(", ", Scopes.Grantable)));
            return;
        }

        for (var i = 0; i < scopes.Count; i++)
        {
            if (!Scopes.Grantable.Contains(scopes[i]))
            {
                errors.Add(
                    new ProblemError(
                        $"scopes[{i}]",
                        "scope",
                        "There is no such scope.",
                        string.Join(", ", Scopes.Grantable),
                        scopes[i]
                    )
                );
            }
        }
    }
}
