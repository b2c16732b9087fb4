using System.Collections.Frozen;
using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

/// <summary>Which parameter belongs to which kind of container. The real API drops the others silently; the sandbox says so.</summary>
internal static class ContainerMatrix
{
    private const ContainerKind I = ContainerKind.Image;
    private const ContainerKind R = ContainerKind.Reel;
    private const ContainerKind S = ContainerKind.Story;
    private const ContainerKind C = ContainerKind.Carousel;
    private const ContainerKind CI = ContainerKind.CarouselImage;
    private const ContainerKind CV = ContainerKind.CarouselVideo;

    private static readonly FrozenDictionary<string, ContainerKind[]> Allowed = new Dictionary<string, ContainerKind[]>
    {
        ["image_url"] = Kinds(I, CI, S),
        ["video_url"] = Kinds(CV, R, S),
        ["is_carousel_item"] = Kinds(I, CI, CV, C, R, S), // "false" may stand anywhere; "true" has already decided the kind
        ["children"] = Kinds(C),
        ["caption"] = Kinds(I, C, R),
        ["alt_text"] = Kinds(I, CI),
        ["user_tags"] = Kinds(I, CI, R, S),
        ["product_tags"] = Kinds(I, CI, CV, R),
        ["collaborators"] = Kinds(I, C, R),
        ["location_id"] = Kinds(I, C, R),
        ["cover_url"] = Kinds(R),
        ["thumb_offset"] = Kinds(R),
        ["share_to_feed"] = Kinds(R),
        ["audio_name"] = Kinds(R),
        ["audio_configuration"] = Kinds(R),
        ["trial_params"] = Kinds(R),
        ["is_ai_generated"] = Kinds(I, C, R, S),
        ["is_paid_partnership"] = Kinds(I, C, R),
        ["branded_content_sponsor_ids"] = Kinds(I, C, R),
        ["upload_type"] = Kinds(CV, R, S),
        ["poll_attachment"] = Kinds(I, C, R),
        ["is_poll_duration_extended"] = Kinds(I, C, R),
        ["is_comment_prompt_used"] = Kinds(I, C, R),
    }.ToFrozenDictionary();

    /// <summary>The first parameter that the kind doesn't take.</summary>
    public static string? Misplaced(GraphParameters parameters, ContainerKind kind)
    {
        foreach (var (name, _) in parameters.All)
        {
            if (Allowed.TryGetValue(name, out var kinds) && !kinds.Contains(kind))
            {
                return name;
            }
        }

        return null;
    }

    private static ContainerKind[] Kinds(params ContainerKind[] kinds) => kinds;
}
