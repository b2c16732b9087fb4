using Atlas.Core.Workspaces;

namespace Atlas.Core.Channels;

/// <summary>Leads from a network's account to the channel that connects it in one workspace.</summary>
public sealed record AccountOwner(Id<Workspace> WorkspaceId, Id<Channel> ChannelId);
