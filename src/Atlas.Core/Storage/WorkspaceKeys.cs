using Atlas.Core.Alerts;
using Atlas.Core.Channels;
using Atlas.Core.Connections;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Storage;

/// <summary>The keys of a workspace's partition. All of a tenant's rows are in it, and none of another's.</summary>
public static class WorkspaceKeys
{
    public const string Workspace = "ws";
    public const string Channels = "ch:";
    public const string Media = "media:";
    public const string Posts = "post:";
    public const string Outbox = "out:";
    public const string IdempotencyKeys = "idem:";
    public const string ApiKeys = "key:";

    public const string Audit = "audit:";
    public const string Alerts = "alert:";
    public const string AlertReceiver = "receiver:alerts";
    public const string Apps = "app:";

    public static string Partition(Id<Workspace> workspace) => workspace.ToString();

    public static string Channel(Id<Channel> id) => $"{Channels}{id}";

    /// <summary>How a channel's tokens and subscription stand.</summary>
    public static string Upkeep(Id<Channel> id) => $"upkeep:{id}";

    /// <summary>What was last seen of a channel's calls.</summary>
    public static string Activity(Id<Channel> id) => $"act:{id}";

    /// <summary>When a channel that keeps its posts apart has published last.</summary>
    public static string Pace(Id<Channel> id) => $"pace:{id}";

    public static string Connection(Id<PendingConnection> id) => $"conn:{id}";

    /// <summary>The workspace's own developer app of that name.</summary>
    public static string App(string name) => $"{Apps}{name}";

    /// <summary>Every app that a channel may still be connected by, the current one included.</summary>
    public static string AppOf(string name, string clientId) => $"appid:{name}:{Escape(clientId)}";

    public static string MediaAsset(Id<MediaAsset> id) => $"{Media}{id}";

    public static string Post(Id<Post> id) => $"{Posts}{id}";

    public static string Publication(Id<Publication> id) => $"pub:{id}";

    public static string ChildStep(Id<Publication> id, string name) => $"step:{id}:{name}";

    /// <summary>Says which publication owns a live post, so that no other can be settled by it.</summary>
    public static string LivePost(Id<Channel> channel, string platformPostId) => $"live:{channel}:{Escape(platformPostId)}";

    /// <summary>Makes the network's account unique in the workspace: leads to its channel.</summary>
    public static string Account(Platform platform, string accountId) => $"acct:{platform.ToName()}:{Escape(accountId)}";

    /// <summary>All posts that have used a medium. Checked against the posts when read: a stray one costs a read.</summary>
    public static string MediaUses(Id<MediaAsset> media) => $"use:{media}:";

    public static string MediaUse(Id<MediaAsset> media, Id<Post> post) => $"{MediaUses(media)}{post}";

    /// <summary>Makes the bytes unique in the workspace: leads to their asset.</summary>
    public static string MediaByHash(string sha256) => $"mhash:{sha256}";

    public static string MediaUpload(Id<MediaAsset> id) => $"mupload:{id}";

    /// <summary>A network's text as part of a key.</summary>
    public static string Escape(string text) => Uri.EscapeDataString(text).Replace('%', '~');

    public static string IdempotencyKey(string hash) => $"{IdempotencyKeys}{hash}";

    public static string OutboxEntry(string id) => $"{Outbox}{id}";

    /// <summary>Sorts later alerts first: ids grow with the time, and each digit is turned over.</summary>
    public static string Alert(Id<Alert> id) =>
        $"{Alerts}{string.Create(32, id.ToString(), static (key, text) =>
        {
            for (var i = 0; i < key.Length; i++)
            {
                key[i] = "fedcba9876543210"[Convert.ToInt32(text[i].ToString(), 16)];
            }
        })}";

    /// <summary>The steps that follow one publication.</summary>
    public static string ChildSteps(Id<Publication> id) => $"step:{id}:";

    /// <summary>The kept sum of what was due in a period.</summary>
    public static string Delivery(DateTimeOffset from, DateTimeOffset before) =>
        $"{DeliveryFrom(from)}:{SortableTime.Format(before)}";

    /// <summary>The first key of a period that begins at or behind <paramref name="from"/>.</summary>
    public static string DeliveryFrom(DateTimeOffset from) => $"dlv:{SortableTime.Format(from)}";

    public static string ApiKey(string id) => $"{ApiKeys}{id}";

    /// <summary>Where a publication stands in its group's list: by due time, those without one last.</summary>
    public static string Index(PublicationGroup group, DateTimeOffset? dueAt, Id<Publication> id) =>
        $"{IndexAt(group, dueAt)}:{id}";

    /// <summary>The first key of <paramref name="group"/> at or behind <paramref name="time"/>.</summary>
    public static string IndexAt(PublicationGroup group, DateTimeOffset? time) =>
        $"{IndexOf(group)}{SortableTime.Format(time ?? DateTimeOffset.MaxValue)}";

    /// <summary>Whom a place in a list leads to.</summary>
    public static Id<Publication> PublicationAt(string place) => Id<Publication>.Parse(place[^32..]);

    public static string IndexOf(PublicationGroup group) =>
        group switch
        {
            PublicationGroup.Open => "ix:open:",
            PublicationGroup.Attention => "ix:attention:",
            PublicationGroup.Done => "ix:done:",
        };
}
