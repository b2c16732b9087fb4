using System.Text.Json.Nodes;
using Atlas.Sandbox.Media;
using Atlas.Sandbox.Networks;
using Atlas.Sandbox.OAuth;
using Atlas.Sandbox.Uploads;

namespace Atlas.Sandbox.Pinterest;

/// <summary>A video's way: registered, uploaded to the storage behind, processed.</summary>
internal static class PinterestUploads
{
    public static RestAnswer Register(RestCall call)
    {
        if (call.Body.OneOf("media_type", "video") is null)
        {
            call.Body.RequiredText("media_type");
        }

        if (call.RefuseBody() is { } refused)
        {
            return refused;
        }

        var account = PinterestReads.Of(call);
        var id = call.World.Ids.From(5_200_000_000_000_000);
        var parameters = new Dictionary<string, string>
        {
            ["key"] = $"uploads/11/aa/22/3:video:{account.Id}:{id}",
            ["policy"] = OAuthBook.NewSecret(40),
            ["x-amz-algorithm"] = "AWS4-HMAC-SHA256",
            ["x-amz-credential"] = "SIM/20260101/us-east-1/s3/aws4_request",
            ["x-amz-date"] = call.Now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'"),
            ["x-amz-security-token"] = OAuthBook.NewSecret(60),
            ["x-amz-signature"] = OAuthBook.NewSecret(64),
            ["Content-Type"] = "multipart/form-data",
        };
        call.World.State<PinterestState>().Add(new PinterestUpload(id, account, parameters));
        return RestAnswer.Created(
            new JsonObject
            {
                ["media_id"] = id,
                ["media_type"] = "video",
                ["upload_url"] = call.HostUrl($"{PinterestNetwork.Storage}/"),
                ["upload_parameters"] = new JsonObject(
                    parameters.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value)))
                ),
            }
        );
    }

    /// <summary>As the storage does it: every parameter as it was given, then the file.</summary>
    public static async ValueTask<RestAnswer> TakeAsync(RestCall call)
    {
        var upload = call.World.State<PinterestState>().ByKey(call.Body.Text("key"));
        if (
            upload is null
            || upload.Parameters.Any(pair => call.Body.Text(pair.Key) != pair.Value)
            || call.Files is not [{ Name: "file" } file]
        )
        {
            return new RestError(StatusCodes.Status403Forbidden)
            {
                ContentType = "application/xml",
                Content = "<Error/>"u8.ToArray(),
            };
        }

        var bytes = new ByteUpload(file.Length);
        await using (var content = file.OpenReadStream())
        {
            await bytes.WriteAsync(content, 0, file.Length, CancellationToken.None);
        }

        using var whole = await bytes.TakeAsync();
        upload.Take(
            MediaProbe.Process(call.World, whole, call.Network.Platform, upload.Owner.Id),
            call.World.Now + TimeSpan.FromMilliseconds(call.World.Options.VideoProcessingMs)
        );
        return RestAnswer.NoContent;
    }

    public static RestAnswer Read(RestCall call)
    {
        var upload = call.World.State<PinterestState>().Find(call["media"]);
        return upload is null || upload.Owner != call.Account
            ? PinterestErrors.NotFound("Media")
            : RestAnswer.Ok(
                new JsonObject
                {
                    ["media_id"] = upload.Id,
                    ["media_type"] = "video",
                    ["status"] = upload.StateAt(call.Now),
                }
            );
    }
}
