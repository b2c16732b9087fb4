using System.Text.Json;
using Atlas.Capacity.Counting;

namespace Atlas.Capacity.Scale;

/// <summary><c>./atlas bench scale</c>: what docs/scale.md says of the code as it is now, and last a line of JSON.</summary>
internal static class ScaleCommand
{
    public const string Name = "scale";

    public static async Task RunAsync(TextWriter output)
    {
        var post = PostLoad.Of(await Scenario.SingleImage.CountAsync());
        await output.WriteLineAsync(ScaleDocument.Render(post));
        var figures = ScaleDocument.Figures(post).ToDictionary(figure => figure.Key, figure => Math.Round(figure.Value, 3));
        await output.WriteLineAsync(JsonSerializer.Serialize(figures));
    }
}
