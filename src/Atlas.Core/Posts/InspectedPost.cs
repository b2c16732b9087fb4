using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;

namespace Atlas.Core.Posts;

/// <summary>What the networks' rules say about a post, channel by channel.</summary>
internal sealed record InspectedPost(IReadOnlyList<InspectedChannel> Channels, IReadOnlyList<Id<MediaAsset>> MediaIds)
{
    public IReadOnlyDictionary<string, int>? TakesOf(Id<Channel> channel) =>
        Channels.FirstOrDefault(inspected => inspected.Channel.Id == channel)?.Takes;

    public IReadOnlyList<FindingView> Findings()
    {
        List<FindingView>? views = null;
        foreach (var channel in Channels)
        {
            if (channel.Findings.Count > 0)
            {
                channel.AddTo(views ??= []);
            }
        }

        return views ?? (IReadOnlyList<FindingView>)[];
    }

    /// <summary>The refusal to schedule, with all errors of all channels; null where there are none.</summary>
    public Problem? Refusal()
    {
        List<ProblemError>? errors = null;
        foreach (var channel in Channels)
        {
            foreach (var finding in channel.Findings)
            {
                if (finding.Severity == FindingSeverity.Error)
                {
                    (errors ??= []).Add(channel.ErrorOf(finding));
                }
            }
        }

        return errors is null
            ? null
            : Problem.Invalid(
                errors,
                "The networks would refuse it. Save it as a draft without a time, or mend what errors names."
            );
    }
}

/// <param name="Variants">Those of the channel with their places: the last one that says something wins.</param>
internal sealed record InspectedChannel(
    Channel Channel,
    PostContent Content,
    IReadOnlyList<(PostVariant Variant, int Index)> Variants,
    IReadOnlyList<Finding> Findings
)
{
    /// <summary>As <see cref="Publication.Takes"/>; null where the network could not be asked for it.</summary>
    public IReadOnlyDictionary<string, int>? Takes { get; init; }

    /// <summary>The time that a variant gives this channel alone.</summary>
    public Schedule? OwnTime(string timeZone) =>
        Variants.LastOrDefault(variant => variant.Variant.HasTime).Variant?.Time(timeZone);

    public void AddTo(List<FindingView> views)
    {
        foreach (var finding in Findings)
        {
            views.Add(FindingView.Of(finding with { Field = FieldOf(finding) }, Channel.Id, Channel.Platform));
        }
    }

    public ProblemError ErrorOf(Finding finding) =>
        new(
            FieldOf(finding),
            finding.Rule,
            finding.Message,
            finding.Limit,
            finding.Actual,
            Channel.Platform.ToName(),
            finding.Source,
            Channel.Id.ToString()
        );

    /// <summary>Where the author wrote it: in the channel's variant, or in what all channels share.</summary>
    private string FieldOf(Finding finding)
    {
        for (var i = Variants.Count - 1; i >= 0; i--)
        {
            if (IsFromVariant(Variants[i].Variant, finding.Field))
            {
                return $"variants[{Variants[i].Index}].{finding.Field}";
            }
        }

        return finding.Field;
    }

    private static bool IsFromVariant(PostVariant variant, string field) =>
        field.AsSpan(0, field.AsSpan().IndexOfAny('.', '[') is var end and >= 0 ? end : field.Length) switch
        {
            "text" => variant.Text is not null,
            "type" => variant.Type is not null,
            "media" => variant.Media is not null,
            "firstComment" => variant.FirstComment is not null,
            "title" => variant.Title is not null,
            "link" => variant.Link is not null,
            "cover" => variant.Cover is not null,
            "subtitles" => variant.Subtitles is not null,
            "thread" => variant.Thread is not null,
            "options" => variant.Options is not null,
            _ => false,
        };
}
