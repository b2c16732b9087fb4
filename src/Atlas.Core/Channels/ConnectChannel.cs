using Atlas.Core.Idempotency;
using Atlas.Core.Messaging;
using Atlas.Core.Platforms;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Channels;

/// <summary>
/// Connects an account by a token that a person already has. The network says whose token it is; the token goes to the vault
/// before any row names it. Connecting an account again keeps its channel and raises the generation.
/// </summary>
public sealed class ConnectChannel(
    IRowStore rows,
    CommandLedger commands,
    ChannelStore channels,
    ChannelTokens tokens,
    PlatformAccounts accounts,
    Outbox outbox,
    TimeProvider time
)
{
    public async Task<Outcome<Answer>> HandleAsync(
        Caller caller,
        ConnectChannelRequest request,
        IdempotencyKey? idempotencyKey,
        CancellationToken cancellationToken
    )
    {
        if (Check(request) is { Count: > 0 } errors)
        {
            return Problem.Invalid(errors);
        }

        var partition = WorkspaceKeys.Partition(caller.WorkspaceId);
        if (idempotencyKey is not null && await commands.ReadKeptAsync(partition, idempotencyKey, cancellationToken) is { } kept)
        {
            return kept.Replay(idempotencyKey); // before the network is asked again
        }

        var answer = await accounts
            .Find(request.Platform!.Value)!
            .ReadAccountAsync(request.Login!, request.AccessToken!, request.AccountId, cancellationToken);
        return answer switch
        {
            AccountAnswer.Account account => await commands.DoAsync(
                partition,
                idempotencyKey,
                async token => await ConnectAsync(caller, request, account, token),
                cancellationToken
            ),
            AccountAnswer.Refused refused => Problem.Invalid([
                new ProblemError(
                    "accessToken",
                    refused.Problem.Code,
                    $"{refused.Problem.Message} {refused.Problem.NextStep}",
                    Platform: request.Platform.Value.ToName(),
                    Source: refused.Problem.Source
                ),
            ]),
            AccountAnswer.Unavailable unavailable => Problem.BadGateway(unavailable.Problem.Message),
            _ => throw new NotSupportedException($"No rule for the answer {answer.GetType().Name}."),
        };
    }

    private List<ProblemError> Check(ConnectChannelRequest request)
    {
        List<ProblemError> errors = [];
        if (request.Platform is not { } platform)
        {
            errors.Add(new ProblemError("platform", "required", "Name the network.", string.Join(", ", PlatformNames.All)));
        }
        else if (accounts.Find(platform) is null)
        {
            errors.Add(
                new ProblemError("platform", "unavailable", $"{platform.ToName()} is not switched on in this deployment.")
            );
        }

        if (string.IsNullOrWhiteSpace(request.Login))
        {
            errors.Add(new ProblemError("login", "required", "Say how the account logs in: facebook or instagram."));
        }

        if (request.AccessToken is null || request.AccessToken.Reveal().Length == 0)
        {
            errors.Add(new ProblemError("accessToken", "required", "Give the account's access token."));
        }

        return errors;
    }

    private async Task<Change> ConnectAsync(
        Caller caller,
        ConnectChannelRequest request,
        AccountAnswer.Account account,
        CancellationToken cancellationToken
    )
    {
        var platform = request.Platform!.Value;
        var partition = WorkspaceKeys.Partition(caller.WorkspaceId);
        var accountKey = WorkspaceKeys.Account(platform, account.AccountId);
        var owner = await rows.ReadAsync(partition, accountKey, StoredJson.Default.AccountOwner, cancellationToken);
        var existing = owner is null
            ? null
            : await channels.ReadAsync(caller.WorkspaceId, owner.Value.ChannelId, cancellationToken);
        var channel = new Channel
        {
            Id = owner?.Value.ChannelId ?? Id<Channel>.New(time),
            WorkspaceId = caller.WorkspaceId,
            Platform = platform,
            AccountId = account.AccountId,
            Login = request.Login!,
            Name = account.Name,
            Handle = account.Handle,
            AvatarUrl = account.AvatarUrl,
            State = ChannelState.Connected,
            Generation = (existing?.Value.Generation ?? 0) + 1,
            Scopes = account.Scopes,
            TokenExpiresAt = request.TokenExpiresAt,
            ConnectedAt = time.GetUtcNow(),
            LastPublishedAt = existing?.Value.LastPublishedAt,
        };
        await tokens.StoreAsync(channel, request.AccessToken!, cancellationToken);

        var ownerRow = new AccountOwner(caller.WorkspaceId, channel.Id).ToRow(StoredJson.Default.AccountOwner);
        await rows.WriteAsync(
            SystemKeys.Accounts(platform.ToName()),
            [RowWrite.Upsert(SystemKeys.Account(account.AccountId, caller.WorkspaceId), ownerRow)],
            cancellationToken
        );

        var document = channel.ToRow(StoredJson.Default.Channel);
        var key = WorkspaceKeys.Channel(channel.Id);
        List<RowWrite> writes = existing is null
            ? [RowWrite.Insert(key, document), RowWrite.Insert(accountKey, ownerRow)] // two first connections at once make one channel
            : [RowWrite.Replace(key, document, existing.ETag)];

        var view = ChannelView.Of(channel);
        var etag = EntityTag.Of(document.Span);
        return new Change(
            writes,
            existing is null
                ? Answer.Created(view, ApiJson.Default.ChannelView, $"/api/v1/channels/{channel.Id}", etag)
                : Answer.Ok(view, ApiJson.Default.ChannelView, etag)
        )
        {
            Outbox = existing is null
                ? []
                :
                [
                    outbox.Prepare(caller.WorkspaceId, new WorkItem.PurgeToken(existing.Value.TokenName)),
                    outbox.Prepare(caller.WorkspaceId, new WorkItem.ResumePublications(channel.Id)),
                ],
        };
    }
}
