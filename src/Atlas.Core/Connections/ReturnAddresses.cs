using Atlas.Core.Media;

namespace Atlas.Core.Connections;

/// <summary>Where a person may be sent after a consent: to this app, or to an origin that the settings name. Nowhere else, or we would redirect for anybody.</summary>
public sealed class ReturnAddresses(ConnectionOptions options, MediaOptions media)
{
    /// <param name="text">An absolute address, or a path of this app; null for none.</param>
    public bool TryRead(string? text, string baseUrl, out Uri? address)
    {
        address = null;
        if (text is null)
        {
            return true;
        }

        var home = new Uri((media.PublicBaseUrl ?? baseUrl).TrimEnd('/') + "/");
        if (
            text.Any(c => char.IsControl(c) || c == '\\')
            || !Uri.TryCreate(home, text, out var absolute)
            || absolute.UserInfo.Length > 0
            || !IsAllowed(absolute, home)
        )
        {
            return false;
        }

        address = absolute;
        return true;
    }

    private bool IsAllowed(Uri address, Uri home) =>
        IsOriginOf(address, home)
        || options.ReturnOrigins.Any(origin =>
            Uri.TryCreate(origin, UriKind.Absolute, out var allowed) && IsOriginOf(address, allowed)
        );

    private static bool IsOriginOf(Uri address, Uri origin) =>
        address.Scheme is "https" or "http"
        && (address.Scheme, address.IdnHost, address.Port) == (origin.Scheme, origin.IdnHost, origin.Port);
}
