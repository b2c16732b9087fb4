namespace Atlas.Core.Channels;

/// <summary>How far a channel's posts are kept apart, whatever their schedules say.</summary>
/// <param name="MinGap">From one post's going live to the next one's; null for none.</param>
/// <param name="PerDay">Posts a day of the workspace's zone; null for as many as the network documents.</param>
public sealed record ChannelSpacing(TimeSpan? MinGap, int? PerDay);
