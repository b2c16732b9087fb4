using System.Text;
using System.Text.Json;

namespace Atlas.Functions.Publishing;

/// <summary>
/// Workspaces share the engine: one tenant's fifty thousand due posts may not keep another's single one waiting, so they take
/// turns. Whose an orchestration is says its input.
/// </summary>
public static class WorkspaceShare
{
    /// <returns>Null where the input names no workspace.</returns>
    public static string? Of(string input)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(input));
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isWorkspace = nameof(PublishPostInput.WorkspaceId).Equals(reader.GetString(), StringComparison.OrdinalIgnoreCase);
            reader.Read();
            if (isWorkspace)
            {
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }

            reader.Skip();
        }

        return null;
    }
}
