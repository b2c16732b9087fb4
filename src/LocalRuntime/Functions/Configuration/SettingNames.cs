using System.Text;
using Microsoft.Extensions.Configuration;

namespace Atlas.LocalRuntime.Functions.Configuration;

/// <summary>Puts the values of app settings in the place of <c>%Name%</c>.</summary>
internal static class SettingNames
{
    /// <exception cref="InvalidOperationException">A setting that the text names doesn't exist.</exception>
    public static string Resolve(string text, IConfiguration settings)
    {
        var parts = text.Split('%');
        if (parts.Length < 3)
        {
            return text;
        }

        var resolved = new StringBuilder(parts[0]);
        for (var i = 1; i < parts.Length; i++)
        {
            if (i % 2 == 0 || i == parts.Length - 1)
            {
                resolved.Append(i % 2 == 0 ? "" : "%").Append(parts[i]); // text between names, or a lone sign
            }
            else
            {
                resolved.Append(
                    settings[parts[i].Replace("__", ":")]
                        ?? throw new InvalidOperationException($"The setting '{parts[i]}' that '{text}' refers to has no value.")
                );
            }
        }

        return resolved.ToString();
    }
}
