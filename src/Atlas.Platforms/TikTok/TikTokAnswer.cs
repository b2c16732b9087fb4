using System.Text.Json.Serialization.Metadata;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.TikTok;

/// <param name="Data">Null unless TikTok's own code says <c>ok</c>: a status of 200 can carry a refusal.</param>
/// <param name="Error">Null where the answer is not in TikTok's words.</param>
internal sealed record TikTokAnswer<T>(PlatformAnswer Http, T? Data, NetworkError? Error)
    where T : class
{
    public static TikTokAnswer<T> Of(PlatformAnswer answer, JsonTypeInfo<TikTokEnvelope<T>> type)
    {
        var body = answer.Read(TikTokJson.Default.TikTokErrorEnvelope)?.Error;
        var told = answer with { Call = answer.Call with { RequestId = body?.LogId ?? answer.Call.RequestId } };
        return body switch
        {
            { Code: "ok" } when answer.Succeeded => new TikTokAnswer<T>(told, answer.Read(type)?.Data, null),
            { Code: { Length: > 0 } and not "ok" } => new TikTokAnswer<T>(
                told,
                null,
                new NetworkError(body.Code, body.Message, TikTokErrors.Find(body.Code))
            ),
            _ => new TikTokAnswer<T>(told, null, null),
        };
    }
}
