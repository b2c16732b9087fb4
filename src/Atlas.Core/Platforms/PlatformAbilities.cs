using System.Text.Json.Serialization;

namespace Atlas.Core.Platforms;

/// <summary>What a network lets us do, format by format.</summary>
public sealed record PlatformAbilities(IReadOnlyList<FormatAbility> Formats)
{
    public FormatAbility? Find(string? format) => Formats.FirstOrDefault(ability => ability.Format == format);
}

/// <param name="Format">What the network calls it: <c>Reel</c>, <c>Carousel</c>, <c>Article</c>.</param>
/// <param name="Edit">Which fields of a live one can be changed, as the API names them: <c>text, title, options.privacy</c>; null for none.</param>
/// <param name="Delete">Whether its interface can delete a live one.</param>
/// <param name="FirstComment">Whether we can comment under it.</param>
/// <param name="Insights">Whether the network has numbers for it.</param>
/// <param name="Note">What the person should know: why it can't be edited or deleted, and what to do by hand.</param>
public sealed record FormatAbility(
    string Format,
    string? Edit,
    bool Delete,
    bool FirstComment,
    bool Insights,
    string? Note = null
);

/// <summary>What a network counts.</summary>
/// <param name="Quota">As <see cref="QuotaCost.Quota"/>.</param>
/// <param name="Name">For a person, in the plural.</param>
/// <param name="Source">The page that states the limit.</param>
public sealed record QuotaBudget(string Quota, string Name, int Limit, QuotaWindow Window, QuotaScope Scope, string Source)
{
    public QuotaCost Cost(int units) => new(Quota, Name, units, Limit, Window, Scope, Source);
}

/// <summary>What one post takes from a budget that a network counts.</summary>
/// <param name="Quota">Stable: <c>facebook.reels</c>. All costs of that name share one budget for their scope.</param>
/// <param name="Name">For a person, in the plural: <c>Reels</c>, <c>quota units</c>.</param>
/// <param name="Limit">What the budget holds for each window.</param>
/// <param name="Source">The page that states the limit.</param>
public sealed record QuotaCost(
    string Quota,
    string Name,
    int Units,
    int Limit,
    QuotaWindow Window,
    QuotaScope Scope,
    string Source
);

public enum QuotaWindow
{
    /// <summary>The 24 hours that end with the publication.</summary>
    RollingDay,

    /// <summary>From midnight to midnight in UTC.</summary>
    UtcDay,

    /// <summary>From midnight to midnight in Los Angeles, as Google counts.</summary>
    PacificDay,

    /// <summary>The hour that ends with the publication.</summary>
    RollingHour,

    /// <summary>The 15 minutes that end with the publication.</summary>
    RollingQuarter,

    /// <summary>A calendar month in UTC.</summary>
    UtcMonth,
}

[JsonConverter(typeof(CamelCaseEnumConverter<QuotaScope>))]
public enum QuotaScope
{
    Channel,

    /// <summary>All channels that one developer app has connected.</summary>
    App,
}
