using System.Globalization;
using System.Text;
using Azure;

namespace Atlas.LocalRuntime.Tables;

/// <summary>
/// An entity group transaction on the wire: one changeset inside of one batch.
/// https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions
/// </summary>
internal static class TableBatch
{
    public static byte[] Write(IReadOnlyList<EntityChange> changes, Uri endpoint, string batchId, string changesetId)
    {
        using var buffer = new MemoryStream();
        Line(buffer, $"--{batchId}");
        Line(buffer, $"Content-Type: multipart/mixed; boundary={changesetId}");
        Line(buffer, "");
        foreach (var change in changes)
        {
            Line(buffer, $"--{changesetId}");
            Line(buffer, "Content-Type: application/http");
            Line(buffer, "Content-Transfer-Encoding: binary");
            Line(buffer, "");
            Line(buffer, $"{change.Method} {endpoint.AbsoluteUri.TrimEnd('/')}/{change.Path} HTTP/1.1");
            Line(buffer, "Accept: application/json;odata=minimalmetadata");
            Line(buffer, "DataServiceVersion: 3.0");
            if (change.PrefersNoContent)
            {
                Line(buffer, "Prefer: return-no-content");
            }

            if (change.IfMatch is { } etag)
            {
                Line(buffer, $"If-Match: {etag}");
            }

            if (!change.Body.IsEmpty)
            {
                Line(buffer, "Content-Type: application/json");
                Line(buffer, FormattableString.Invariant($"Content-Length: {change.Body.Length}"));
            }

            Line(buffer, "");
            buffer.Write(change.Body.Span);
            Line(buffer, "");
        }

        Line(buffer, $"--{changesetId}--");
        Line(buffer, "");
        Line(buffer, $"--{batchId}--");
        return buffer.ToArray();
    }

    /// <summary>The answers in the order of the changes, or the one answer of the change that failed.</summary>
    public static IReadOnlyList<BatchedResponse> Read(Response response)
    {
        var text = response.Content.ToString();
        var lines = text.Split('\n', StringSplitOptions.None).Select(line => line.TrimEnd('\r')).ToArray();
        var answers = new List<BatchedResponse>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("HTTP/1.1 ", StringComparison.Ordinal))
            {
                answers.Add(ReadAnswer(lines, ref i, response.ClientRequestId));
            }
        }

        return answers.Count > 0
            ? answers
            : throw new RequestFailedException(response, innerException: null, TableErrorParser.Instance);
    }

    private static BatchedResponse ReadAnswer(string[] lines, ref int i, string clientRequestId)
    {
        var status = lines[i].Split(' ', 3);
        var answer = new BatchedResponse(
            int.Parse(status[1], CultureInfo.InvariantCulture),
            status.Length > 2 ? status[2] : "",
            clientRequestId
        );
        for (i++; i < lines.Length && lines[i].Length > 0; i++)
        {
            if (lines[i].Split(':', 2) is [var name, var value])
            {
                answer.AddHeader(name.Trim(), value.Trim());
            }
        }

        var body = new StringBuilder();
        while (i + 1 < lines.Length && !lines[i + 1].StartsWith("--", StringComparison.Ordinal))
        {
            body.Append(lines[++i]).Append('\n');
        }

        answer.ContentStream = new MemoryStream(Encoding.UTF8.GetBytes(body.ToString().Trim()));
        return answer;
    }

    private static void Line(MemoryStream buffer, string text)
    {
        buffer.Write(Encoding.UTF8.GetBytes(text));
        buffer.Write("\r\n"u8);
    }
}
