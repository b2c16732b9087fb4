using System.Text.Json.Serialization;

namespace Atlas.Core.Platforms;

/// <summary>A network. Written in lower case in the API and in rows. New ones go at the end: rows of the index count them.</summary>
[JsonConverter(typeof(PlatformConverter))]
public enum Platform
{
    Facebook,
    Instagram,
    Threads,
    TikTok,
    LinkedIn,
    YouTube,
    X,
    Pinterest,
    Bluesky,
    Mastodon,
    Telegram,
}
