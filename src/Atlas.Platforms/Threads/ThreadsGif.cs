using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Threads;

/// <param name="Id">As the provider names it.</param>
/// <param name="Provider">One of <see cref="Providers"/>.</param>
internal sealed record ThreadsGif(string Id, string Provider)
{
    public static IReadOnlyList<string> Providers { get; } = ["giphy", "tenor"];

    /// <summary>Open clients agree on the keys and on capitals; Meta's pages name the parameter only.</summary>
    public string WireProvider => Provider.ToUpperInvariant();

    public static ThreadsGif? Read(OptionReader? gif)
    {
        if (gif is null)
        {
            return null;
        }

        var (id, provider) = (gif.Text("id"), gif.OneOf("provider", Providers) ?? Providers[0]);
        gif.RefuseTheRest();
        return new ThreadsGif(id ?? "", provider);
    }
}
