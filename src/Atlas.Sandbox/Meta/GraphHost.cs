namespace Atlas.Sandbox.Meta;

/// <summary>Which of Meta's hosts a call is for; the first part of the path names it.</summary>
internal enum GraphHost
{
    /// <summary>graph.facebook.com</summary>
    FacebookGraph,

    /// <summary>graph.instagram.com</summary>
    InstagramGraph,

    /// <summary>www.facebook.com: the consent dialog.</summary>
    FacebookWeb,

    /// <summary>www.instagram.com: the consent page.</summary>
    InstagramWeb,

    /// <summary>api.instagram.com: code exchange, and the older address of the consent page.</summary>
    InstagramApi,

    /// <summary>graph.threads.net</summary>
    ThreadsGraph,

    /// <summary>threads.net: the consent page.</summary>
    ThreadsWeb,

    /// <summary>rupload.facebook.com</summary>
    Upload,
}
