using Atlas.Core.Platforms;

namespace Atlas.Core.Preflight;

/// <summary>
/// Names what would make a medium fit. The networks' rules about media are named alike (<c>….image.size</c>, <c>….video.ratio</c>), so
/// one table serves them all; a network that knows better says so itself.
/// </summary>
internal static class Repairs
{
    private static readonly string[] s_fields = ["media", "cover", "thread", "thumbnail", "options"];

    public static Finding WithRepair(this Finding finding) =>
        finding is { Repair: null, Limit: { } limit } && Kind(finding) is { } kind
            ? finding with
            {
                Repair = new Repair(kind, limit),
            }
            : finding;

    private static RepairKind? Kind(Finding finding)
    {
        var parts = finding.Rule.Split('.');
        if (
            parts is not [_, "image" or "video" or "thumbnail" or "cover" or "document", .., var what]
            || !s_fields.Any(field => finding.Field.StartsWith(field, StringComparison.Ordinal))
        )
        {
            return null;
        }

        return what switch
        {
            "size" => RepairKind.Compress,
            "width" or "height" or "pixels" or "dimensions" => RepairKind.Resize,
            "ratio" or "upright" => RepairKind.Crop,
            "duration" => RepairKind.Trim,
            "format" or "codec" or "frameRate" or "bitRate" or "color" or "moov" or "audio" => RepairKind.Convert,
            _ => null,
        };
    }
}
