using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Atlas.Infra.Tests.Signals;

/// <param name="Fields">What its message has in braces.</param>
/// <param name="WithException">Such a line is a row of <c>exceptions</c>, any other one of <c>traces</c>.</param>
internal sealed record LogEvent(string Name, IReadOnlySet<string> Fields, bool WithException);

/// <summary>What the code says to the outside: log lines and instruments, found by reflection.</summary>
internal static partial class EmittedSignals
{
    public static ILookup<string, LogEvent> Events { get; } =
        (
            (Assembly[])
                [
                    typeof(Publication).Assembly,
                    typeof(Platforms.NetworksRegistration).Assembly,
                    typeof(Storage.AzureStorage).Assembly,
                    typeof(Functions.Hosting.AtlasApp).Assembly,
                ]
        )
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(method => (Method: method, Message: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(found => found.Message is not null)
            .Select(found => new LogEvent(
                found.Message!.EventName ?? found.Method.Name,
                Fields().Matches(found.Message.Message).Select(match => match.Groups["name"].Value).ToHashSet(),
                found.Method.GetParameters().Any(parameter => parameter.ParameterType.IsAssignableTo(typeof(Exception)))
            ))
            .ToLookup(found => found.Name);

    public static IReadOnlySet<string> Instruments { get; } = ReadInstruments();

    private static HashSet<string> ReadInstruments()
    {
        HashSet<string> names = [];
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name is PublishingMeter.Name or StorageMeter.Name)
            {
                names.Add(instrument.Name);
            }
        };
        listener.Start();
        using var publishing = new PublishingMeter();
        using var storage = new StorageMeter();
        return names;
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fields();
}
