using System.Text.Json;

namespace Atlas.Sandbox.Meta;

/// <summary>The parameters of a call, wherever they stood: query, form, multipart or JSON body. A body wins over the query.</summary>
internal sealed class GraphParameters
{
    private readonly List<KeyValuePair<string, string>> _values = [];

    public IReadOnlyList<KeyValuePair<string, string>> All => _values;

    /// <summary>The token stood in the query string, so paging links carry it.</summary>
    public bool TokenInQuery { get; private set; }

    // A call has a dozen parameters at most: a scan is cheaper than a dictionary.
    public string? this[string name]
    {
        get
        {
            foreach (var pair in _values)
            {
                if (pair.Key == name)
                {
                    return pair.Value;
                }
            }

            return null;
        }
    }

    public bool Has(string name) => this[name] is not null;

    /// <summary>Null when the body can't be read.</summary>
    public static async ValueTask<GraphParameters?> ReadAsync(HttpRequest request)
    {
        var parameters = new GraphParameters();
        if (request.ContentLength is not 0 && request.Method is "POST" or "DELETE" or "PUT")
        {
            if (request.HasFormContentType)
            {
                try
                {
                    foreach (var pair in await request.ReadFormAsync())
                    {
                        parameters.Add(pair.Key, pair.Value.ToString());
                    }
                }
                catch (InvalidDataException)
                {
                    return null;
                }
            }
            else if (request.HasJsonContentType() && !await parameters.AddJsonAsync(request))
            {
                return null;
            }
        }

        parameters.AddQuery(request);
        return parameters;
    }

    /// <summary>For calls whose body is the medium itself.</summary>
    public static GraphParameters FromQuery(HttpRequest request)
    {
        var parameters = new GraphParameters();
        parameters.AddQuery(request);
        return parameters;
    }

    private void AddQuery(HttpRequest request)
    {
        foreach (var pair in request.Query)
        {
            TokenInQuery |= pair.Key is "access_token";
            Add(pair.Key, pair.Value.ToString());
        }
    }

    private void Add(string name, string value)
    {
        if (!Has(name))
        {
            _values.Add(new(name, value));
        }
    }

    private async ValueTask<bool> AddJsonAsync(HttpRequest request)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body);
            if (body.RootElement.ValueKind is not JsonValueKind.Object)
            {
                return false;
            }

            foreach (var property in body.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind is not JsonValueKind.Null)
                {
                    Add(property.Name, property.Value.ToString());
                }
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
