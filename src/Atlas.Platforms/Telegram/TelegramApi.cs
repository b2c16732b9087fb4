using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Telegram;

/// <summary>
/// The methods of the Bot API. A bot's token stands in the path of each: no address leaves this class, and a call is named
/// by its method alone.
/// </summary>
/// <seealso href="https://core.telegram.org/bots/api"/>
internal sealed partial class TelegramApi(PlatformHttp http, IOptions<TelegramOptions> options)
{
    private readonly string _root = options.Value.ApiBaseUrl.AbsoluteUri.TrimEnd('/');

    /// <summary>As BotFather writes it. Anything else would be part of an address.</summary>
    public static bool IsToken(Secret token) => Token().IsMatch(token.Reveal());

    public ValueTask<PlatformAnswer> ReadAsync(
        Secret token,
        string method,
        TelegramForm form,
        CancellationToken cancellationToken
    ) => http.ReadAsync(Request(token, method, form, options.Value.ReadTimeout), cancellationToken);

    public Task<PlatformAnswer> SendAsync(Secret token, string method, TelegramForm form, CancellationToken cancellationToken) =>
        http.SendAsync(Request(token, method, form, options.Value.SendTimeout), cancellationToken);

    /// <summary>The result of a call that went well; null for every other answer.</summary>
    public static T? Result<T>(PlatformAnswer answer, JsonTypeInfo<T> type)
        where T : class
    {
        if (!answer.Succeeded || answer.Read(TelegramJson.Default.TelegramEnvelope) is not { Ok: true, Result: { } result })
        {
            return null;
        }

        try
        {
            return System.Text.Json.JsonSerializer.Deserialize(result, type);
        }
        catch (System.Text.Json.JsonException)
        {
            return null; // of another shape: the caller treats it as an answer that was lost
        }
    }

    private PlatformRequest Request(Secret token, string method, TelegramForm form, TimeSpan timeout) =>
        IsToken(token)
            ? new PlatformRequest(
                method,
                HttpMethod.Post,
                $"{_root}/bot{token.Reveal()}/{method}",
                timeout,
                Content: form.ToContent
            )
            : throw new ArgumentException("This is no bot's token.", nameof(token));

    [GeneratedRegex(@"^\d{5,20}:[A-Za-z0-9_-]{20,100}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
