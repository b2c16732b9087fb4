using System.Globalization;
using System.Text.Json;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Telegram;

/// <summary>Sends a message with its files in one call: Telegram knows no upload that nobody sees.</summary>
internal sealed class TelegramSender(TelegramApi api, IOptions<TelegramOptions> options, TimeProvider time)
{
    private readonly StepVerdicts _verdicts = new("Telegram", TelegramErrors.ErrorPage, time);

    /// <param name="link">Shown as a card under a message without files.</param>
    /// <param name="replyTo">The message that this one goes on from.</param>
    public async Task<StepAnswer> SendAsync(
        PublishWork work,
        string text,
        string? link,
        IReadOnlyList<MediaAsset> media,
        long? replyTo,
        CancellationToken cancellationToken
    )
    {
        var wishes = TelegramPostOptions.Read(work.Content.Options);
        await using var form = Common(work, wishes, replyTo);
        foreach (var (asset, index) in media.Select((asset, index) => (asset, index)))
        {
            if (await work.Open(asset, cancellationToken) is not { } file)
            {
                return Gone();
            }

            form.AddFile(media.Count == 1 ? TelegramFormats.KindOf(wishes, asset) : $"file{index}", asset, file);
        }

        var method = Fill(form, wishes, text, link, media);
        var answer = await api.SendAsync(work.AccessToken, method, form, cancellationToken);
        return Sent(work, answer, media.Count) ?? _verdicts.Visible(answer, TelegramErrors.Read(answer), work.Cursor);
    }

    private static string Fill(
        TelegramForm form,
        TelegramPostOptions wishes,
        string text,
        string? link,
        IReadOnlyList<MediaAsset> media
    )
    {
        switch (TelegramFormats.Of(wishes, media))
        {
            case TelegramFormat.Message:
                form.Add("text", text).Add("parse_mode", wishes.ParseMode).Add("link_preview_options", Preview(wishes, link));
                return "sendMessage";
            case TelegramFormat.Album:
                // Words under the first file are shown under the whole album.
                var items = media.Select(
                    (asset, index) =>
                        new AlbumItem(
                            TelegramFormats.KindOf(wishes, asset),
                            $"attach://file{index}",
                            index == 0 && text.Length > 0 ? text : null,
                            index == 0 ? wishes.ParseMode : null
                        )
                );
                form.Add("media", JsonSerializer.Serialize(items.ToArray(), TelegramJson.Default.AlbumItemArray));
                return "sendMediaGroup";
            case var format and (TelegramFormat.Photo or TelegramFormat.Video or TelegramFormat.Document):
                form.Add("caption", text.Length > 0 ? text : null).Add("parse_mode", wishes.ParseMode);
                return $"send{format}";
            default:
                throw new ArgumentException("Telegram has no post of these media.", nameof(media));
        }
    }

    private static TelegramForm Common(PublishWork work, TelegramPostOptions wishes, long? replyTo) =>
        new TelegramForm()
            .Add("chat_id", work.Channel.AccountId)
            .AddFlag("disable_notification", wishes.Silent)
            .AddFlag("protect_content", wishes.Protected)
            .Add(
                "reply_parameters",
                replyTo is { } id ? JsonSerializer.Serialize(new ReplyTo(id), TelegramJson.Default.ReplyTo) : null
            );

    private static string? Preview(TelegramPostOptions wishes, string? link) =>
        wishes.LinkPreview is false || link is not null
            ? JsonSerializer.Serialize(
                new LinkPreview(wishes.LinkPreview is false ? true : null, link),
                TelegramJson.Default.LinkPreview
            )
            : null;

    private StepAnswer.Done? Sent(PublishWork work, PlatformAnswer answer, int files)
    {
        var messages =
            files > 1 ? TelegramApi.Result(answer, TelegramJson.Default.TelegramMessageArray)
            : TelegramApi.Result(answer, TelegramJson.Default.TelegramMessage) is { } only ? [only]
            : null;
        if (messages is not [{ MessageId: > 0 } first, ..])
        {
            return null;
        }

        var cursor = new TelegramCursor([.. messages.Select(message => message.MessageId)], files > 0);
        return new StepAnswer.Done(
            first.MessageId.ToString(CultureInfo.InvariantCulture),
            Permalink(work, first.MessageId),
            first.Date is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
            JsonSerializer.Serialize(cursor, TelegramJson.Default.TelegramCursor)
        )
        {
            Call = answer.Call,
        };
    }

    /// <summary>A private channel has no name: its members reach a post by the channel's id without its prefix.</summary>
    private string Permalink(PublishWork work, long messageId)
    {
        var root = options.Value.LinkBaseUrl.AbsoluteUri.TrimEnd('/');
        return work.Channel.Handle is { Length: > 0 } handle
            ? $"{root}/{handle.TrimStart('@')}/{messageId}"
            : $"{root}/c/{work.Channel.AccountId.Replace("-100", "")}/{messageId}";
    }

    private StepAnswer Gone() =>
        _verdicts.Refused(
            answer: null,
            RefusalClass.Rejected,
            new PlatformProblem(
                "atlas/file-gone",
                "A file of the post is no longer in the library.",
                "Add the file again and schedule the post again.",
                null
            ),
            cursor: null
        );
}
