namespace Atlas.Simulation.Networks;

/// <summary>How a network makes a post visible, and what can be read back of it.</summary>
internal enum Family
{
    /// <summary>A container is made, polled and published; its state can be read, the post's id only among the account's posts.</summary>
    Container,

    /// <summary>An upload session ends in a private video that is then made visible; the video's own state is the truth.</summary>
    Upload,

    /// <summary>One call makes it. The account's posts can be listed, some while later.</summary>
    Single,

    /// <summary>One call makes it, and nothing can be read back.</summary>
    Unreadable,

    /// <summary>One call is accepted with an id, and the network makes the post by itself; the id says what became of it.</summary>
    Accepted,
}
