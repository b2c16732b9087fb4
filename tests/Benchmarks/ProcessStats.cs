using System.Globalization;

namespace Atlas.Benchmarks;

/// <summary>What the kernel counted for a process.</summary>
internal static class ProcessStats
{
    /// <summary>Linux reports these times in hundredths of a second whatever its own clock.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>User and system time so far, in seconds.</summary>
    public static double CpuSeconds(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture))
            / TicksPerSecond;
    }

    public static double PeakMemoryMb(int pid) => StatusMb(pid, "VmHWM:");

    public static double MemoryMb(int pid) => StatusMb(pid, "VmRSS:");

    private static double StatusMb(int pid, string field)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(
                line[field.Length..].Replace("kB", "", StringComparison.Ordinal),
                NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture
            ) / 1024.0;
    }
}
