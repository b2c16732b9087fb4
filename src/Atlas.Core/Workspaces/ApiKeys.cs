using Atlas.Core.Audit;
using Atlas.Core.Channels;
using Atlas.Core.Idempotency;
using Atlas.Core.Problems;
using Atlas.Core.Storage;

namespace Atlas.Core.Workspaces;

/// <summary>Makes, lists and revokes the keys of a workspace.</summary>
public sealed class ApiKeys(
    IRowStore rows,
    CommandLedger commands,
    Authenticator authenticator,
    AuditLog audit,
    TimeProvider time
)
{
    public async Task<Outcome<Answer>> CreateAsync(
        Caller caller,
        CreateApiKeyRequest request,
        IdempotencyKey? idempotencyKey,
        CancellationToken cancellationToken
    )
    {
        List<ProblemError> errors = [];
        WorkspaceRules.CheckName(errors, request.Name);
        WorkspaceRules.CheckScopes(errors, request.Scopes);
        return errors.Count > 0
            ? Problem.Invalid(errors)
            : await commands.DoAsync(
                WorkspaceKeys.Partition(caller.WorkspaceId),
                idempotencyKey,
                async token =>
                {
                    var (key, secret) = Make(caller.WorkspaceId, request.Name!, request.Scopes!);
                    await PublishAsync(key, token);
                    return new Change(
                        [
                            RowWrite.Insert(WorkspaceKeys.ApiKey(key.Id.ToString()), key.ToRow(StoredJson.Default.ApiKey)),
                            audit.Entry(
                                caller.WorkspaceId,
                                caller.KeyId,
                                AuditAction.KeyCreated,
                                $"apiKey:{key.Id}",
                                ("name", key.Name),
                                ("scopes", string.Join(' ', key.Scopes))
                            ),
                        ],
                        Answer.Created(
                            ApiKeyView.Of(key, secret.Reveal()),
                            ApiJson.Default.ApiKeyView,
                            $"/api/v1/api-keys/{key.Id}"
                        )
                    )
                    {
                        HasSecret = true,
                    };
                },
                cancellationToken
            );
    }

    public async Task<Outcome<Answer>> ListAsync(Caller caller, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var range = RowRange.StartingWith(WorkspaceKeys.ApiKeys);
        var page = await rows.ReadRangeAsync(
            WorkspaceKeys.Partition(caller.WorkspaceId),
            cursor is null ? range : range.AfterKey(WorkspaceKeys.ApiKeys + cursor),
            limit,
            cancellationToken
        );
        var keys = page.Rows.Select(row => ApiKeyView.Of(row.As(StoredJson.Default.ApiKey).Value)).ToList();
        return Answer.Ok(
            new ApiKeyListView(keys, page.HasMore ? PageCursor.Encode(keys[^1].Id.ToString()) : null),
            ApiJson.Default.ApiKeyListView
        );
    }

    public async Task<Outcome<Answer>> RevokeAsync(Caller caller, Id<ApiKey> id, CancellationToken cancellationToken)
    {
        var partition = WorkspaceKeys.Partition(caller.WorkspaceId);
        var rowKey = WorkspaceKeys.ApiKey(id.ToString());
        if (await rows.ReadAsync(partition, rowKey, StoredJson.Default.ApiKey, cancellationToken) is not { } key)
        {
            return Problem.NotFound("key");
        }

        // The workspace's row first: it is the one that decides. A look-up row left behind leads nowhere.
        var entry = audit.Entry(
            caller.WorkspaceId,
            caller.KeyId,
            AuditAction.KeyRevoked,
            $"apiKey:{id}",
            ("name", key.Value.Name)
        );
        await rows.WriteAsync(partition, [RowWrite.Delete(rowKey), entry], cancellationToken);
        authenticator.Forget(key.Value.Hash);
        await rows.WriteAsync(SystemKeys.ApiKeys(key.Value.Hash), [RowWrite.Delete(key.Value.Hash)], cancellationToken);
        return Answer.NoContent;
    }

    internal (ApiKey Key, Secret Secret) Make(Id<Workspace> workspace, string name, IReadOnlyList<string> scopes)
    {
        var secret = ApiKeySecret.Create();
        var key = new ApiKey(
            Id<ApiKey>.New(time),
            workspace,
            name,
            scopes,
            ApiKeySecret.HashOf(secret),
            secret.Reveal()[^4..],
            time.GetUtcNow()
        );
        return (key, secret);
    }

    /// <summary>Writes the look-up row, before the workspace's own: until that one is there the key opens nothing.</summary>
    internal async Task PublishAsync(ApiKey key, CancellationToken cancellationToken) =>
        await rows.WriteAsync(
            SystemKeys.ApiKeys(key.Hash),
            [RowWrite.Upsert(key.Hash, new ApiKeyOwner(key.WorkspaceId, key.Id).ToRow(StoredJson.Default.ApiKeyOwner))],
            cancellationToken
        );
}
