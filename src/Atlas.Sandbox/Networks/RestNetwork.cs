using Atlas.Sandbox.Control;
using Atlas.Sandbox.OAuth;

namespace Atlas.Sandbox.Networks;

/// <summary>A network with an API of its own: a table of operations, its shapes of errors, its login.</summary>
internal abstract class RestNetwork(NetworkServices services) : DirectoryNetwork, IHostedNetwork
{
    private RestGateway? _gateway;

    public abstract IReadOnlyList<string> Hosts { get; }

    public abstract IRestErrors Errors { get; }

    /// <summary>Every call that the network knows, those of its login too. Read once.</summary>
    public abstract IEnumerable<RestOperation> Operations { get; }

    /// <summary>The OAuth login; null where a network has another.</summary>
    public virtual OAuthServer? Login => null;

    protected override IReadOnlyList<DeveloperApp> DeveloperApps => Login?.Settings.Apps ?? [];

    public Task HandleAsync(World world, HttpContext http) =>
        (_gateway ??= new RestGateway(this, services)).HandleAsync(world, http);

    /// <summary>Finds out who calls: sets <see cref="RestCall.Token"/> and <see cref="RestCall.Account"/>, or refuses.</summary>
    public virtual RestError? Authorize(RestCall call)
    {
        if (Bearer(call) is not { Length: > 0 } value)
        {
            return Errors.Unauthorized(call, TokenProblem.Missing);
        }

        if (call.World.OAuth(Platform).Find(value) is not { IsRefresh: false } token)
        {
            return Errors.Unauthorized(call, TokenProblem.Unknown);
        }

        call.Token = token;
        call.Account = Directory(call.World).Find(token.Grant.OwnerId);
        return token.Problem(call.Now) is { } problem ? Errors.Unauthorized(call, problem)
            : call.Operation?.Scopes.FirstOrDefault(scope => !token.Grant.Has(scope)) is { } missing
                ? Errors.MissingScope(call, missing)
            : null;
    }

    /// <summary>Ends the login behind a call, for a fault that kills its token.</summary>
    public virtual void EndLogin(RestCall call) => call.Grant?.End();

    /// <summary>The path as logs may show it. Secret values of a matched operation are already gone.</summary>
    public virtual string LoggedPath(string path) => path;

    protected virtual string? Bearer(RestCall call) =>
        call.Header("Authorization") is { } header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? header[7..].Trim()
            : null;

    protected override AccountAccess Open(World world, NetworkAccount account, AccessRequest request) =>
        (Login ?? throw NoLogin()).Open(world, account, request);

    protected override int Close(World world, NetworkAccount account) =>
        Login is null ? throw NoLogin() : world.OAuth(Platform).EndAll(account.Id);

    private NotSupportedException NoLogin() => new($"{Platform} has no OAuth login, so it must make and end its tokens itself.");
}
