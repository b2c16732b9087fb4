using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Pinterest;

internal static class PinterestReads
{
    /// <summary>Where a permalink leads: the pin's page in the feed.</summary>
    public static RestAnswer Page(RestCall call) =>
        call.Directory.Post(call["pin"]) is { } pin
            ? RestAnswer.Redirect(call.PageUrl(pin))
            : RestAnswer.Empty(StatusCodes.Status404NotFound);

    private const int UsualPage = 25;
    private const int LargestPage = 250;

    public static RestAnswer Account(RestCall call)
    {
        var account = Of(call);
        return RestAnswer.Ok(
            new JsonObject
            {
                ["id"] = account.Id,
                ["username"] = account.Username,
                ["account_type"] = "BUSINESS",
                ["business_name"] = account.Name,
                ["profile_image"] = $"{call.BaseUrl}{account.Path}/avatar.svg",
                ["website_url"] = account.Website,
                ["board_count"] = account.Boards.Count,
                ["pin_count"] = account.PostCount,
            }
        );
    }

    public static RestAnswer Boards(RestCall call) =>
        Page(
            call,
            Of(call).Boards,
            board => new JsonObject
            {
                ["id"] = board.Id,
                ["name"] = board.Name,
                ["privacy"] = "PUBLIC",
            }
        );

    public static RestAnswer Pins(RestCall call) =>
        Of(call).Board(call["board"]) is { } board
            ? Page(call, [.. Of(call).Posts().OfType<PinterestPin>().Where(pin => pin.Board == board)], pin => pin.ToJson())
            : PinterestErrors.NotFound("Board");

    public static RestAnswer Pin(RestCall call) =>
        Find(call) is { } pin ? RestAnswer.Ok(pin.ToJson()) : PinterestErrors.NotFound("Pin");

    public static PinterestAccount Of(RestCall call) => (PinterestAccount)call.Account!;

    /// <summary>A pin of the account that calls.</summary>
    public static PinterestPin? Find(RestCall call) =>
        call.Directory.Post(call["pin"]) is PinterestPin pin && pin.Account == call.Account ? pin : null;

    private static RestAnswer Page<T>(RestCall call, IReadOnlyList<T> all, Func<T, JsonObject> write)
    {
        var size = UsualPage;
        var start = 0;
        if (
            (call.Query("page_size") is { } asked && (!int.TryParse(asked, out size) || size is < 1 or > LargestPage))
            || (call.Query("bookmark") is { } bookmark && !int.TryParse(bookmark, out start))
        )
        {
            return PinterestErrors.Make(400, 1, "Invalid request: page_size or bookmark");
        }

        return RestAnswer.Ok(
            new JsonObject
            {
                ["items"] = new JsonArray([.. all.Skip(start).Take(size).Select(write)]),
                ["bookmark"] = start + size < all.Count ? $"{start + size}" : null,
            }
        );
    }
}
