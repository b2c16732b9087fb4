using Atlas.Core.Idempotency;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Posts;

/// <summary>What every change of a post has in common: read it all, check the condition, decide, commit once.</summary>
public sealed class PostCommands(CommandLedger commands, PostStore posts)
{
    internal Task<Outcome<Answer>> ChangeAsync(
        Caller caller,
        Id<Post> id,
        IdempotencyKey? idempotencyKey,
        string? ifMatch,
        Func<PostEdits, CancellationToken, ValueTask<Outcome<Change>>> decide,
        CancellationToken cancellationToken
    ) =>
        commands.DoAsync(
            WorkspaceKeys.Partition(caller.WorkspaceId),
            idempotencyKey,
            async token =>
            {
                if (await posts.ReadAsync(caller.WorkspaceId, id, token) is not { } post)
                {
                    return Problem.NotFound("post");
                }

                if (!EntityTag.Allows(ifMatch, post.Value.ToRow(StoredJson.Default.Post).Span))
                {
                    return Problem.PreconditionFailed();
                }

                var publications = await posts.ReadPublicationsAsync(post.Value, token);
                return await decide(new PostEdits(post, publications), token);
            },
            cancellationToken
        );
}
