using System.Globalization;
using System.Text.Json;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.Telegram;

/// <summary>Changes to a post that was sent: its words, or all of it. Both are safe to repeat.</summary>
internal sealed class TelegramChanges(TelegramApi api, TimeProvider time)
{
    private readonly StepVerdicts _verdicts = new("Telegram", TelegramErrors.ErrorPage, time);

    public async Task<StepAnswer> EditAsync(PublishWork work, string postId, CancellationToken cancellationToken)
    {
        var hasFile = CursorOf(work)?.HasCaption ?? work.Media.Count > 0;
        await using var form = new TelegramForm()
            .Add("chat_id", work.Channel.AccountId)
            .Add("message_id", postId)
            .Add(hasFile ? "caption" : "text", work.Content.Text)
            .Add("parse_mode", TelegramPostOptions.Read(work.Content.Options).ParseMode);
        var answer = await api.SendAsync(
            work.AccessToken,
            hasFile ? "editMessageCaption" : "editMessageText",
            form,
            cancellationToken
        );
        return answer.Succeeded || TelegramErrors.Is(answer, "message is not modified")
            ? Done(work, postId, answer)
            : _verdicts.Visible(answer, TelegramErrors.Read(answer), work.Cursor);
    }

    /// <summary>An album is several messages: it is gone when all of them are.</summary>
    public async Task<StepAnswer> DeleteAsync(PublishWork work, string postId, CancellationToken cancellationToken)
    {
        var messages = CursorOf(work)?.Messages ?? [long.Parse(postId, NumberStyles.None, CultureInfo.InvariantCulture)];
        PlatformAnswer? last = null;
        foreach (var message in messages)
        {
            await using var form = new TelegramForm()
                .Add("chat_id", work.Channel.AccountId)
                .Add("message_id", message.ToString(CultureInfo.InvariantCulture));
            last = await api.SendAsync(work.AccessToken, "deleteMessage", form, cancellationToken);
            if (!last.Succeeded && !TelegramErrors.Is(last, "message to delete not found"))
            {
                return _verdicts.Visible(last, TelegramErrors.Read(last), work.Cursor);
            }
        }

        return Done(work, postId, last);
    }

    private static StepAnswer Done(PublishWork work, string postId, PlatformAnswer? answer) =>
        new StepAnswer.Done(postId, Permalink: null, PublishedAt: null, work.Cursor) { Call = answer?.Call };

    private static TelegramCursor? CursorOf(PublishWork work) =>
        work.Cursor is { } json ? JsonSerializer.Deserialize(json, TelegramJson.Default.TelegramCursor) : null;
}
