namespace Atlas.Sandbox.Meta;

/// <summary>A path such as <c>/graph.facebook.com/v26.0/178414/media</c>, taken apart.</summary>
internal readonly record struct GraphRequestPath(GraphHost Host, string Version, string Rest)
{
    private const string Newest = "v26.0";

    public static GraphRequestPath? Parse(string path)
    {
        var end = path.IndexOf('/', 1);
        var first = path.AsSpan(1, (end < 0 ? path.Length : end) - 1);
        GraphHost? host = first switch
        {
            "graph.facebook.com" or "graph-video.facebook.com" => GraphHost.FacebookGraph,
            "graph.instagram.com" => GraphHost.InstagramGraph,
            "www.facebook.com" => GraphHost.FacebookWeb,
            "www.instagram.com" => GraphHost.InstagramWeb,
            "api.instagram.com" => GraphHost.InstagramApi,
            "graph.threads.net" or "graph.threads.com" => GraphHost.ThreadsGraph,
            "threads.net" or "www.threads.net" or "threads.com" or "www.threads.com" => GraphHost.ThreadsWeb,
            "rupload.facebook.com" => GraphHost.Upload,
            _ => null,
        };
        if (host is not { } known)
        {
            return null;
        }

        var rest = end < 0 ? default : path.AsSpan(end).Trim('/');
        var slash = rest.IndexOf('/');
        var head = slash < 0 ? rest : rest[..slash];
        return IsVersion(head)
            ? new GraphRequestPath(known, head.ToString(), slash < 0 ? "" : rest[(slash + 1)..].ToString())
            : new GraphRequestPath(known, Newest, rest.ToString());
    }

    // v<major>.<minor>
    private static bool IsVersion(ReadOnlySpan<char> text)
    {
        var dot = text.IndexOf('.');
        return dot > 1 && text[0] is 'v' && IsNumber(text[1..dot]) && IsNumber(text[(dot + 1)..]);
    }

    private static bool IsNumber(ReadOnlySpan<char> text) => text.Length > 0 && text.IndexOfAnyExceptInRange('0', '9') < 0;
}
