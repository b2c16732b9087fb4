using System.Globalization;
using System.Text.RegularExpressions;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Mastodon;

/// <summary>Makes, changes and deletes statuses. A key that comes again within an hour brings the status that it made.</summary>
internal static partial class MastodonPosting
{
    private static readonly TimeSpan KeyLife = TimeSpan.FromHours(1);

    public static RestAnswer Create(RestCall call)
    {
        var wish = Wish.Read(call.Body, isEdit: false);
        var visibility = call.Body.OneOf("visibility", "public", "unlisted", "private", "direct") ?? "public";
        var replyTo = call.Body.Text("in_reply_to_id");
        if (call.RefuseBody() is { } unreadable)
        {
            return unreadable;
        }

        var state = call.World.State<MastodonState>();
        var key = call.Header("Idempotency-Key") is { Length: > 0 } given ? (call.Account!.Id, given) : default;
        lock (state.Posting)
        {
            // Before anything is checked: the files of a repeat stand in a status already.
            if (
                key != default
                && state.Keys.TryGetValue(key, out var made)
                && made.At + KeyLife > call.Now
                && call.Directory.Post(made.Status) is MastodonPost before
            )
            {
                return RestAnswer.Ok(MastodonStatuses.Write(call, before));
            }

            if (wish.Problem(call, statusId: null) is { } refused)
            {
                return refused;
            }

            if (replyTo is not null && call.Directory.Post(replyTo) is null)
            {
                return MastodonErrors.Of(404, "The post you are trying to reply to does not appear to exist.");
            }

            var files = wish.Files(call);
            var kind =
                replyTo is not null ? "thread"
                : files.Count > 1 ? "carousel"
                : files is [{ Item.IsVideo: true }] ? "video"
                : "post";
            var post = new MastodonPost(call.Account!, call.World.Ids.From(113_000_000_000_000_000), kind, call.Now)
            {
                ParentId = replyTo,
                Privacy = visibility,
            };
            wish.Apply(call, post);
            call.Directory.Publish(post, call.BaseUrl);
            if (key != default)
            {
                state.Keys[key] = (post.Id, call.Now);
            }

            return RestAnswer.Ok(MastodonStatuses.Write(call, post));
        }
    }

    public static RestAnswer Edit(RestCall call)
    {
        var wish = Wish.Read(call.Body, isEdit: true);
        if (MastodonStatuses.Own(call) is not { } post)
        {
            return MastodonErrors.NotFound();
        }

        if ((call.RefuseBody() ?? wish.Problem(call, post.Id)) is { } refused)
        {
            return refused;
        }

        call.Directory.Edit(post, _ => wish.Apply(call, post), call.BaseUrl);
        return RestAnswer.Ok(MastodonStatuses.Write(call, post));
    }

    public static RestAnswer Delete(RestCall call)
    {
        if (MastodonStatuses.Own(call) is not { } post)
        {
            return MastodonErrors.NotFound();
        }

        call.Directory.Delete(post, call.BaseUrl);
        return RestAnswer.Ok(MastodonStatuses.Write(call, post));
    }

    /// <summary>Every address alike, of mentions only the name, and of everything else what people see as a letter.</summary>
    public static int Length(string text)
    {
        var urls = Url().Count(text);
        var rest = Mention().Replace(Url().Replace(text, ""), "@${name}");
        return new StringInfo(rest).LengthInTextElements + urls * MastodonApps.PerUrl;
    }

    [GeneratedRegex(@"https?://[^\s<>""]+", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Url();

    [GeneratedRegex(
        @"(?<![\w/])@(?<name>\w[\w.-]*)@[\w-]+(\.[\w-]+)+",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Mention();

    /// <summary>What a status is made from. An edit that names no media drops them.</summary>
    private sealed record Wish(
        string Text,
        IReadOnlyList<string> MediaIds,
        string Spoiler,
        bool IsSensitive,
        string? Language,
        PollWish? Poll
    )
    {
        public static Wish Read(JsonFields body, bool isEdit)
        {
            if (!isEdit)
            {
                body.Ignore("scheduled_at", "quoted_status_id");
            }

            return new Wish(
                body.Text("status") ?? "",
                body.Texts("media_ids") ?? [],
                body.Text("spoiler_text") ?? "",
                body.Flag("sensitive") ?? false,
                body.Text("language"),
                PollWish.Read(body.Object("poll"))
            );
        }

        public RestError? Problem(RestCall call, string? statusId)
        {
            var files = Files(call);
            return Text.Length is 0 && MediaIds.Count is 0 ? MastodonErrors.Invalid("Text can't be blank")
                : Length(Text) + Length(Spoiler) > MastodonApps.MaxText
                    ? MastodonErrors.Invalid($"Text character limit of {MastodonApps.MaxText} exceeded")
                : Poll is not null && MediaIds.Count > 0 ? MastodonErrors.Invalid("Cannot attach both a poll and media")
                : Poll?.Problem() is { } poll ? poll
                : MediaIds.Count > MastodonApps.MaxMedia ? MastodonErrors.Invalid("Cannot attach more than 4 files")
                : files.Count != MediaIds.Count || files.Any(file => file.StatusId is { } used && used != statusId)
                    ? MastodonErrors.Invalid("Media attachments are not there")
                : files.Count > 1 && files.Any(file => file.Item.IsVideo)
                    ? MastodonErrors.Invalid("Cannot attach a video to a post that already contains images")
                : files.Any(file => file.ReadyAt > call.Now)
                    ? MastodonErrors.Invalid("Cannot attach files that have not finished processing. Try again in a moment!")
                : null;
        }

        public IReadOnlyList<MastodonFile> Files(RestCall call) =>
            [.. MediaIds.Select(id => MastodonMedia.Find(call, id)).OfType<MastodonFile>()];

        public void Apply(RestCall call, MastodonPost post)
        {
            post.Text = Text;
            post.Spoiler = Spoiler;
            post.IsSensitive = IsSensitive;
            post.Language = Language;
            post.Files = Files(call);
            post.Media = [.. post.Files.Select(file => file.Item)];
            post.AltTexts = [.. post.Files.Select(file => file.Description)];
            post.Facts =
            [
                .. Spoiler.Length > 0 ? new[] { ("Content warning", Spoiler) } : [],
                .. Poll is null ? [] : new[] { ("Poll", string.Join(" / ", Poll.Options)) },
            ];
            foreach (var file in post.Files)
            {
                file.StatusId = post.Id;
            }
        }
    }

    private sealed record PollWish(IReadOnlyList<string> Options, long Seconds)
    {
        public static PollWish? Read(JsonFields? poll)
        {
            if (poll is null)
            {
                return null;
            }

            poll.Flag("multiple");
            poll.Flag("hide_totals");
            return new PollWish(poll.Texts("options") ?? [], poll.RequiredNumber("expires_in"));
        }

        public RestError? Problem() =>
            Options.Count is < 2 or > 4 ? MastodonErrors.Invalid("Validation failed: Options must have 2 to 4 items")
            : Options.Any(option => option.Length is 0 or > 50)
                ? MastodonErrors.Invalid("Validation failed: Options can't be blank or longer than 50 characters")
            : Seconds is < 300 or > 2_592_000 ? MastodonErrors.Invalid("Validation failed: Expires at is too soon or too far")
            : null;
    }
}
