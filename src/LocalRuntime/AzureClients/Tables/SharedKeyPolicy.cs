using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace Atlas.LocalRuntime.Tables;

/// <summary>
/// Signs each try anew, since the signature holds the time.
/// https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key
/// </summary>
internal sealed class SharedKeyPolicy(TableSharedKeyCredential credential, TimeProvider timeProvider)
    : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        var date = timeProvider.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
        request.Headers.SetValue("x-ms-date", date);
        request.Headers.TryGetValue("Content-Type", out var contentType);
        request.Headers.TryGetValue("Content-MD5", out var contentHash);
        var text = $"{request.Method}\n{contentHash}\n{contentType}\n{date}\n{Resource(request.Uri.ToUri())}";
        request.Headers.SetValue("Authorization", $"SharedKey {credential.AccountName}:{credential.Sign(text)}");
    }

    /// <summary>The path as it goes over the wire; of the query only <c>comp</c> counts.</summary>
    private string Resource(Uri uri)
    {
        var resource = $"/{credential.AccountName}{uri.AbsolutePath}";
        var comp = Array.Find(
            uri.Query.TrimStart('?').Split('&'),
            parameter => parameter.StartsWith("comp=", StringComparison.OrdinalIgnoreCase)
        );
        return comp is null ? resource : $"{resource}?{comp}";
    }
}
