using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Threads;

internal static class ThreadsErrors
{
    private const string Type = "THApiException";

    /// <summary>For a container that is not known, not ready, or a post by now.</summary>
    public static GraphError MediaNotFound { get; } =
        new(24, "The requested resource does not exist")
        {
            Subcode = 4279009,
            UserTitle = "Media Not Found",
            UserMessage = "The media with this id cannot be found.",
        };

    public static GraphError TopicRefused { get; } = new(100, "Invalid parameter") { Type = Type, Subcode = 4279071 };

    public static GraphError TooManyLinks { get; } = new(100, "THREADS_API__LINK_LIMIT_EXCEEDED") { Type = Type };

    public static GraphError Restricted { get; } = new(10, "The user is restricted") { Type = Type, Subcode = 4279013 };

    /// <summary>No page says which of the codes for limits the quota of posts has.</summary>
    public static GraphError Quota { get; } = new(613, "(#613) Calls to this api have exceeded the rate limit.");

    public static GraphError CallLimit { get; } = new(4, "(#4) Application request limit reached") { IsTransient = true };

    public static GraphError NoSuchField(string field) =>
        new(100, $"Tried accessing nonexisting field ({field})") { Type = Type };

    public static GraphError Invalid(string message) => new(100, message) { Type = Type };

    public static GraphError Gone(string method, string id) => GraphErrors.NoSuchObject(method, id) with { Type = Type };
}
