namespace Atlas.Sandbox.Meta;

/// <summary>
/// What a product such as Pages or Threads adds to the Graph machinery. The network's class implements it, so its line in
/// <see cref="Networks.AllNetworks"/> registers both. Nodes of the product's own kinds derive from <see cref="GraphNode"/>.
/// </summary>
internal interface IMetaProduct
{
    /// <summary>Apps beyond the one that all of Facebook Login shares.</summary>
    IReadOnlyList<MetaApp> OwnApps => [];

    /// <summary>Permissions that a consent page takes.</summary>
    IReadOnlyList<string> KnownScopes => [];

    /// <summary>Calls that are about no object, such as a code exchange. They bring no token, or check one themselves.</summary>
    IReadOnlyList<RootCall> RootCalls => [];

    /// <summary>Consent pages on hosts of the product's own; serve them with <see cref="ConsentDialog"/>.</summary>
    IReadOnlyDictionary<GraphHost, ConsentFlow> Consents => new Dictionary<GraphHost, ConsentFlow>();

    /// <summary>Fields of a Page that this product answers, beyond those that every product needs.</summary>
    IReadOnlyDictionary<string, PageFieldWriter> PageFields => new Dictionary<string, PageFieldWriter>();

    /// <summary>The operation behind an edge of a person, a Page or a business, or of another product's node.</summary>
    GraphOperation? FindEdge(GraphNode node, string method, string edge) => null;

    /// <summary>A call to rupload.facebook.com; sets <see cref="GraphCall.Node"/>.</summary>
    GraphOperation? FindUpload(GraphCall call) => null;
}

internal sealed record RootCall(GraphHost Host, string Method, string Path, GraphOperation Operation);

/// <summary>Writes one field with its name.</summary>
internal delegate void PageFieldWriter(GraphCall call, FacebookPage page, FieldSet.Field field);
