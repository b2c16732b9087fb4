using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Pinterest;

internal static class PinChanges
{
    public static RestAnswer Update(RestCall call)
    {
        var texts = PinTexts.Read(call.Body);
        var boardId = call.Body.Text("board_id");
        call.Body.Ignore("board_section_id", "carousel_slots");
        var names = call.Body.Names.ToHashSet();
        if (call.RefuseBody() is { } refused)
        {
            return refused;
        }

        if (PinterestReads.Find(call) is not { } pin)
        {
            return PinterestErrors.NotFound("Pin");
        }

        var board = PinterestReads.Of(call).Board(boardId);
        if (boardId is not null && board is null)
        {
            return PinterestErrors.NotFound("Board");
        }

        var isChanged = call.Directory.Edit(
            pin,
            post =>
            {
                post.Title = names.Contains("title") ? texts.Title : post.Title;
                post.Text = names.Contains("description") ? texts.Description : post.Text;
                post.Link = names.Contains("link") ? texts.Link : post.Link;
                post.AltTexts = names.Contains("alt_text") ? [texts.AltText] : post.AltTexts;
                pin.Board = board ?? pin.Board;
                post.Facts = [("Board", pin.Board.Name)];
            },
            call.BaseUrl
        );
        return isChanged ? RestAnswer.Ok(pin.ToJson()) : PinterestErrors.NotFound("Pin");
    }

    public static RestAnswer Delete(RestCall call) =>
        PinterestReads.Find(call) is { } pin && call.Directory.Delete(pin, call.BaseUrl)
            ? RestAnswer.NoContent
            : PinterestErrors.NotFound("Pin");
}
