using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Facebook;

/// <summary>Reads a list of the Graph to its end.</summary>
internal static class FacebookLists
{
    private const int MostListPages = 50;

    public static async Task<(List<T>? Items, AccountsAnswer? Problem)> AllAsync<T>(
        FacebookApi api,
        FacebookAccess access,
        string operation,
        string path,
        string fields,
        Func<GraphAnswer, FacebookList<T>?> read,
        CancellationToken cancellationToken
    )
    {
        List<T> items = [];
        string? after = null;
        for (var page = 0; page < MostListPages; page++)
        {
            var query = new GraphForm().Add("fields", fields).Add("limit", "100").Add("after", after);
            var answer = await api.ReadAsync(access, operation, path, query, cancellationToken);
            if (read(answer) is not { } list)
            {
                var problem = FacebookErrors.Product.Problem(answer);
                return (
                    null,
                    FacebookErrors.Product.IsRefusal(answer)
                        ? new AccountsAnswer.Refused(problem)
                        : new AccountsAnswer.Unavailable(problem)
                );
            }

            items.AddRange(list.Data ?? []);
            after = list.After;
            if (after is null)
            {
                break;
            }
        }

        return (items, null);
    }
}
