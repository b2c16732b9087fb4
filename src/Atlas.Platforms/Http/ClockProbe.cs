using Atlas.Core.Clocks;
using Microsoft.Extensions.Logging;

namespace Atlas.Platforms.Http;

/// <summary>Asks without a token and for no content: the handler under it reads the header.</summary>
internal sealed partial class ClockProbe(PlatformTransport transport, TimeProvider time, ILogger<ClockProbe> logger) : IClockProbe
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public async Task AskAsync(Uri origin, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Head, origin);
        try
        {
            using var response = await transport.SendAsync(request, either.Token);
        }
        catch (Exception ex)
            when (ex is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            Log.NotAsked(logger, origin.Host, ex.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Host} could not be asked for the time: {Problem}.")]
        public static partial void NotAsked(ILogger logger, string host, string problem);
    }
}
