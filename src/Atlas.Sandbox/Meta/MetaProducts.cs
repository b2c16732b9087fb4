using System.Collections.Frozen;

namespace Atlas.Sandbox.Meta;

/// <summary>All that products have registered, ready to be looked up.</summary>
internal sealed class MetaProducts
{
    private readonly IMetaProduct[] _products;
    private readonly FrozenDictionary<(GraphHost, string, string), GraphOperation> _roots;
    private readonly FrozenDictionary<GraphHost, ConsentFlow> _consents;
    private readonly FrozenDictionary<string, PageFieldWriter> _pageFields;
    private readonly FrozenSet<string> _scopes;

    public MetaProducts(IEnumerable<IMetaProduct> products)
    {
        _products = [.. products];
        _roots = _products
            .SelectMany(product => product.RootCalls)
            .ToFrozenDictionary(root => (root.Host, root.Method, root.Path), root => root.Operation);
        _consents = _products
            .SelectMany(product => product.Consents)
            .Concat(ConsentFlow.Shared)
            .ToFrozenDictionary(pair => pair.Key, pair => pair.Value);
        _pageFields = _products.SelectMany(product => product.PageFields).ToFrozenDictionary();
        _scopes = KnownScopes.All.Concat(_products.SelectMany(product => product.KnownScopes)).ToFrozenSet();
    }

    public GraphOperation? FindRoot(GraphCall call) =>
        RootOperations.Find(call) ?? (_roots.Count is 0 ? null : _roots.GetValueOrDefault((call.Host, call.Method, call.Path)));

    public GraphOperation? FindEdge(GraphNode node, string method, string edge) =>
        First(product => product.FindEdge(node, method, edge));

    public GraphOperation? FindUpload(GraphCall call) =>
        Instagram.InstagramUploads.Find(call) ?? First(product => product.FindUpload(call));

    public ConsentFlow? Consent(GraphHost host) => _consents.GetValueOrDefault(host);

    public PageFieldWriter? PageField(string name) => _pageFields.GetValueOrDefault(name);

    public bool KnowsScope(string scope) => _scopes.Contains(scope);

    private GraphOperation? First(Func<IMetaProduct, GraphOperation?> find)
    {
        foreach (var product in _products)
        {
            if (find(product) is { } operation)
            {
                return operation;
            }
        }

        return null;
    }
}
