using Atlas.Core.Platforms;

namespace Atlas.Platforms.Pinterest;

/// <summary>Which boards the account has, so that a person reads which one to choose.</summary>
internal sealed class PinterestBoards(PinterestApi api)
{
    private const int MostPages = 4;
    private const int MostNamed = 20;
    private const string Source = "Pinterest API v5: List boards";

    public async Task<IReadOnlyList<Finding>> AskAsync(PublishWork work, CancellationToken cancellationToken)
    {
        List<PinterestBoard> boards = [];
        string? bookmark = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await api.ListBoardsAsync(work.AccessToken, bookmark, cancellationToken);
            if (
                !answer.Succeeded
                || answer.Read(PinterestJson.Default.PinterestPagePinterestBoard) is not { Items: { } items } list
            )
            {
                return []; // what could not be read is no finding
            }

            boards.AddRange(items.Where(board => board.Id is not null));
            bookmark = list.Bookmark;
            if (bookmark is null)
            {
                break;
            }
        }

        var chosen = PinterestPostOptions.Read(work.Content.Options).BoardId;
        var isKnown = chosen is not null && (boards.Any(board => board.Id == chosen) || bookmark is not null);
        return isKnown
            ? []
            :
            [
                new Finding(
                    FindingSeverity.Error,
                    "options.boardId",
                    chosen is null ? "pinterest.board.required" : "pinterest.board.unknown",
                    Limit(boards),
                    chosen ?? "none",
                    boards.Count == 0
                        ? "The account has no board that it could pin to: make one on Pinterest."
                        : "Choose one of the account's boards: put its id into options.boardId.",
                    Source
                ),
            ];
    }

    private static string Limit(List<PinterestBoard> boards) =>
        boards.Count == 0
            ? "a board"
            : string.Join(", ", boards.Take(MostNamed).Select(board => $"{board.Id} ({board.Name})"))
                + (boards.Count > MostNamed ? $" and {boards.Count - MostNamed} more" : "");
}
