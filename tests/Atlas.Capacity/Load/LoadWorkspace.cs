namespace Atlas.Capacity.Load;

/// <summary>A workspace that is there, with a medium and channels to post to.</summary>
public sealed record LoadWorkspace(string Id, string MediaId, IReadOnlyList<string> Channels);
