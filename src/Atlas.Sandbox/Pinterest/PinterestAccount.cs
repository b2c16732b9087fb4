using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Pinterest;

internal sealed class PinterestAccount(string id, string username) : NetworkAccount("pinterest", id, username)
{
    public required IReadOnlyList<PinterestBoard> Boards { get; init; }

    public override IReadOnlyDictionary<string, string> Extra =>
        new Dictionary<string, string> { ["boardId"] = Boards[0].Id, ["otherBoardId"] = Boards[1].Id };

    public PinterestBoard? Board(string? id) => Boards.FirstOrDefault(board => board.Id == id);
}

internal sealed record PinterestBoard(string Id, string Name);
