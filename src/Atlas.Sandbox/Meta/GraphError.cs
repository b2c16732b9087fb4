using System.Text.Json;

namespace Atlas.Sandbox.Meta;

/// <summary>An error in the shape that all Graph hosts use.</summary>
internal sealed record GraphError(int Code, string Message)
{
    public int Status { get; init; } = StatusCodes.Status400BadRequest;
    public string Type { get; init; } = "OAuthException";
    public int? Subcode { get; init; }
    public bool? IsTransient { get; init; }
    public string? UserTitle { get; init; }
    public string? UserMessage { get; init; }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, Message);
        json.WriteString("type"u8, Type);
        json.WriteNumber("code"u8, Code);
        if (Subcode is { } subcode)
        {
            json.WriteNumber("error_subcode"u8, subcode);
        }

        if (IsTransient is { } transient)
        {
            json.WriteBoolean("is_transient"u8, transient);
        }

        if (UserTitle is not null)
        {
            json.WriteString("error_user_title"u8, UserTitle);
            json.WriteString("error_user_msg"u8, UserMessage);
        }

        json.WriteString("fbtrace_id"u8, TraceId());
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string TraceId()
    {
        Span<byte> bytes = stackalloc byte[16];
        Random.Shared.NextBytes(bytes);
        return "A" + Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
