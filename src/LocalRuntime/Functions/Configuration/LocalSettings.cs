using System.Text.Json;

namespace Atlas.LocalRuntime.Functions.Configuration;

/// <summary>The <c>Values</c> and <c>ConnectionStrings</c> of local.settings.json, as configuration keys.</summary>
internal static class LocalSettings
{
    private static readonly JsonDocumentOptions s_lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    public static Dictionary<string, string?> Read(string path)
    {
        using var file = File.OpenRead(path);
        using var document = JsonDocument.Parse(file, s_lenient);
        if (document.RootElement.TryGetProperty("IsEncrypted", out var encrypted) && encrypted.ValueKind == JsonValueKind.True)
        {
            throw new InvalidOperationException(
                $"{Path.GetFileName(path)} is encrypted: decrypt it with the Functions tools first."
            );
        }

        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (section, prefix) in ((string, string)[])[("Values", ""), ("ConnectionStrings", "ConnectionStrings:")])
        {
            if (document.RootElement.TryGetProperty(section, out var values))
            {
                foreach (var value in values.EnumerateObject())
                {
                    settings[prefix + value.Name.Replace("__", ":")] =
                        value.Value.ValueKind == JsonValueKind.String ? value.Value.GetString() : value.Value.GetRawText();
                }
            }
        }

        return settings;
    }
}
