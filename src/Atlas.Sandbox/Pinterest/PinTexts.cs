using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Pinterest;

/// <summary>What of a pin can be changed later too.</summary>
internal sealed record PinTexts(string? Title, string? Description, string? Link, string? AltText)
{
    public static PinTexts Read(JsonFields body) =>
        new(
            Limited(body, "title", 100),
            Limited(body, "description", 800),
            Limited(body, "link", 2048),
            Limited(body, "alt_text", 500)
        );

    private static string? Limited(JsonFields body, string name, int most)
    {
        var text = body.Text(name);
        if (text?.Length > most)
        {
            body.Refuse(name, $"has at most {most} characters");
        }

        return text;
    }
}
