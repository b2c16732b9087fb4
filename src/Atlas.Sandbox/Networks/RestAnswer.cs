using System.Text;
using System.Text.Json.Nodes;

namespace Atlas.Sandbox.Networks;

/// <summary>What a call is answered with. Nothing is written before the faults that strike after the effect have had their turn.</summary>
internal record RestAnswer(int Status, JsonNode? Body = null)
{
    public static readonly RestAnswer NoContent = new(StatusCodes.Status204NoContent);

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Instead of <see cref="Body"/>: bytes as they are.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }
    public string? ContentType { get; init; }

    public static RestAnswer Ok(JsonNode body) => new(StatusCodes.Status200OK, body);

    public static RestAnswer Created(JsonNode body) => new(StatusCodes.Status201Created, body);

    public static RestAnswer Empty(int status = StatusCodes.Status200OK) => new(status);

    public static RestAnswer Redirect(string address) => new(StatusCodes.Status302Found) { Headers = [("Location", address)] };

    public static RestAnswer Html(string html, int status = StatusCodes.Status200OK) =>
        new(status) { Content = Encoding.UTF8.GetBytes(html), ContentType = "text/html; charset=utf-8" };

    public RestAnswer With(string header, string value) => this with { Headers = [.. Headers, (header, value)] };
}

/// <summary>A refusal, in the network's own shape.</summary>
internal sealed record RestError(int Status, JsonNode? Body = null) : RestAnswer(Status, Body)
{
    public new RestError With(string header, string value) => this with { Headers = [.. Headers, (header, value)] };
}
