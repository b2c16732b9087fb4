using Atlas.Core.Connections;
using Atlas.Core.Idempotency;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Channels;

/// <summary>
/// Connects an account by a token that a person already has. The network says whose token it is.
/// </summary>
public sealed class ConnectChannel(
    CommandLedger commands,
    ConnectAccount connect,
    PlatformAccounts accounts,
    PlatformLogins logins,
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
        var change = await connect.DecideAsync(
            caller.WorkspaceId,
            caller.KeyId,
            new NewConnection(
                request.Platform!.Value,
                account.AccountId,
                request.Login!,
                account.Name,
                account.Handle,
                account.AvatarUrl,
                account.Scopes,
                new TokenSet(request.AccessToken!, time.GetUtcNow(), request.TokenExpiresAt)
            ),
            cancellationToken
        );
        var view = ChannelView.Of(change.Channel, logins);
        var etag = EntityTag.Of(change.Document.Span);
        return new Change(
            change.Writes,
            change.IsNew
                ? Answer.Created(view, ApiJson.Default.ChannelView, $"/api/v1/channels/{view.Id}", etag)
                : Answer.Ok(view, ApiJson.Default.ChannelView, etag)
        )
        {
            Outbox = change.Outbox,
        };
    }
}
