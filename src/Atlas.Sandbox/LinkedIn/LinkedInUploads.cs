using System.Text.Json.Nodes;
using Atlas.Sandbox.Media;
using Atlas.Sandbox.Networks;
using Atlas.Sandbox.OAuth;
using Atlas.Sandbox.Uploads;

namespace Atlas.Sandbox.LinkedIn;

/// <summary>Initialize, put, finalize, and the state of what was uploaded.</summary>
internal static class LinkedInUploads
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(24);

    public static RestAnswer InitializeImage(RestCall call) => InitializeFile(call, LinkedInAssetKind.Image);

    public static RestAnswer InitializeDocument(RestCall call) => InitializeFile(call, LinkedInAssetKind.Document);

    public static async ValueTask<RestAnswer> VideoAsync(RestCall call) =>
        call.Query("action") switch
        {
            "initializeUpload" => InitializeVideo(call),
            "finalizeUpload" => await FinalizeAsync(call),
            _ => LinkedInErrors.Invalid("No such action"),
        };

    /// <summary>The addresses need no token. A part takes its own bytes and no others.</summary>
    public static async ValueTask<RestAnswer> PutAsync(RestCall call)
    {
        if (
            call.World.State<LinkedInState>().Upload(call["key"]) is not { } asset
            || !int.TryParse(call["part"], out var part)
            || part < 0
            || part >= asset.Parts
        )
        {
            return RestAnswer.Empty(StatusCodes.Status404NotFound);
        }

        call.Account = asset.Owner;
        if (asset.Status(call.Now) is not "WAITING_UPLOAD")
        {
            return LinkedInErrors.Error(StatusCodes.Status400BadRequest, "EXPIRED_UPLOAD_URL", "The upload is over");
        }

        var (from, length) = asset.Range(part);
        if (length is { } due && call.Http.Request.ContentLength != due)
        {
            return LinkedInErrors.Error(
                StatusCodes.Status400BadRequest,
                "UPDATING_ASSET_FAILED",
                $"Part {part} has {due} bytes, not {call.Http.Request.ContentLength}"
            );
        }

        var step = await asset.Bytes.WriteAsync(
            call.Http.Request.Body,
            from,
            length ?? call.Http.Request.ContentLength,
            call.Http.RequestAborted
        );
        if (step is not UploadStep.Stored)
        {
            return LinkedInErrors.Error(StatusCodes.Status400BadRequest, "UPDATING_ASSET_FAILED", $"Part {part}: {step}");
        }

        var tag = asset.SetTag(part);
        if (asset.Kind is not LinkedInAssetKind.Video)
        {
            asset.Bytes.SetTotal(asset.Bytes.Next);
            await asset.CompleteAsync(call.World);
        }

        return RestAnswer.Empty(StatusCodes.Status201Created).With("ETag", $"\"{tag}\"");
    }

    public static async ValueTask<RestAnswer> PutThumbnailAsync(RestCall call)
    {
        if (call.World.State<LinkedInState>().Upload(call["key"]) is not { TakesThumbnail: true } asset)
        {
            return RestAnswer.Empty(StatusCodes.Status404NotFound);
        }

        call.Account = asset.Owner;
        var upload = new ByteUpload(total: null);
        await upload.WriteAsync(call.Http.Request.Body, 0, call.Http.Request.ContentLength, call.Http.RequestAborted);
        using var file = await upload.TakeAsync();
        var item = MediaProbe.Keep(call.World, file);
        if (!item.IsImage)
        {
            return LinkedInErrors.Error(StatusCodes.Status400BadRequest, "UPDATING_ASSET_FAILED", "The thumbnail is no image");
        }

        asset.Thumbnail = item;
        return RestAnswer.Empty(StatusCodes.Status201Created);
    }

    public static RestAnswer Read(RestCall call)
    {
        if (call.World.State<LinkedInState>().Asset(call["urn"]) is not { } asset)
        {
            return LinkedInErrors.NotFound(call["urn"]);
        }

        // With w_member_social alone a video's state can be read, an image's and a document's not.
        if (asset.Kind is not LinkedInAssetKind.Video && LinkedInAuthors.RefuseRead(call, asset.Owner) is { } refused)
        {
            return refused;
        }

        var body = new JsonObject
        {
            ["owner"] = LinkedInAuthors.Urn(asset.Owner),
            ["id"] = asset.Urn,
            ["status"] = asset.Status(call.Now),
        };
        if (asset.Status(call.Now) is "PROCESSING_FAILED" && asset.Kind is LinkedInAssetKind.Video)
        {
            body["processingFailureReason"] = asset.Failure;
        }

        return RestAnswer.Ok(body);
    }

    private static RestAnswer InitializeFile(RestCall call, LinkedInAssetKind kind)
    {
        var request = call.Body.RequiredObject("initializeUploadRequest");
        var owner = LinkedInAuthors.Find(call, request.RequiredText("owner"));
        if ((call.Query("action") is "initializeUpload" ? null : LinkedInErrors.Invalid("No such action")) is { } unknown)
        {
            return unknown;
        }

        if (Refuse(call, owner) is { } refused)
        {
            return refused;
        }

        var asset = Make(call, kind, owner!, size: null, takesThumbnail: false);
        return Value(
            new JsonObject
            {
                ["uploadUrlExpiresAt"] = (call.Now + Life).ToUnixTimeMilliseconds(),
                ["uploadUrl"] = Address(call, asset, "0"),
                [kind is LinkedInAssetKind.Image ? "image" : "document"] = asset.Urn,
            }
        );
    }

    private static RestAnswer InitializeVideo(RestCall call)
    {
        var request = call.Body.RequiredObject("initializeUploadRequest");
        var owner = LinkedInAuthors.Find(call, request.RequiredText("owner"));
        var size = request.RequiredNumber("fileSizeBytes");
        var captions = request.Flag("uploadCaptions") is true;
        var thumbnail = request.Flag("uploadThumbnail") is true;
        if (size is < LinkedInMediaRules.LeastVideoBytes or > LinkedInMediaRules.MostVideoBytes)
        {
            request.Refuse("fileSizeBytes", "is from 75 KB to 500 MB");
        }

        if (Refuse(call, owner) is { } refused)
        {
            return refused;
        }

        var asset = Make(call, LinkedInAssetKind.Video, owner!, size, thumbnail, captions);
        var parts = new JsonArray();
        for (var i = 0; i < asset.Parts; i++)
        {
            parts.Add(
                (JsonNode)
                    new JsonObject
                    {
                        ["uploadUrl"] = Address(call, asset, $"{i}"),
                        ["firstByte"] = i * LinkedInAsset.PartSize,
                        ["lastByte"] = (i + 1) * LinkedInAsset.PartSize - 1, // of the last part behind the end of the file
                    }
            );
        }

        var value = new JsonObject
        {
            ["uploadUrlsExpireAt"] = (call.Now + Life).ToUnixTimeMilliseconds(),
            ["video"] = asset.Urn,
            ["uploadInstructions"] = parts,
            ["uploadToken"] = "",
        };
        if (thumbnail)
        {
            value["thumbnailUploadUrl"] = Address(call, asset, "thumbnail");
        }

        if (captions)
        {
            value["captionsUploadUrl"] = Address(call, asset, "captions");
        }

        return Value(value);
    }

    private static async ValueTask<RestAnswer> FinalizeAsync(RestCall call)
    {
        var request = call.Body.RequiredObject("finalizeUploadRequest");
        var asset = call.World.State<LinkedInState>().Asset(request.RequiredText("video"));
        request.RequiredText("uploadToken");
        var tags = request.Texts("uploadedPartIds") ?? [];
        if (call.RefuseBody() is { } no)
        {
            return no;
        }

        if (asset is null)
        {
            return LinkedInErrors.Invalid("video does not exist");
        }

        call.Account = asset.Owner;
        if (LinkedInAuthors.RefuseWrite(call, asset.Owner) is { } refused)
        {
            return refused;
        }

        if (asset.Status(call.Now) is "WAITING_UPLOAD")
        {
            if (!asset.Bytes.IsComplete || !asset.HasTags(tags))
            {
                return LinkedInErrors.Error(
                    StatusCodes.Status400BadRequest,
                    "UPDATING_ASSET_FAILED",
                    "uploadedPartIds are not the answers of all parts in their order"
                );
            }

            await asset.CompleteAsync(call.World);
        }

        return RestAnswer.Empty();
    }

    private static RestError? Refuse(RestCall call, NetworkAccount? owner) =>
        call.RefuseBody()
        ?? (
            owner is null
                ? LinkedInErrors.Invalid("owner is no member and no organization")
                : LinkedInAuthors.RefuseWrite(call, owner)
        );

    private static LinkedInAsset Make(
        RestCall call,
        LinkedInAssetKind kind,
        NetworkAccount owner,
        long? size,
        bool takesThumbnail,
        bool takesCaptions = false
    )
    {
        var urn = $"urn:li:{kind.ToString().ToLowerInvariant()}:C4{OAuthBook.NewSecret(16)}";
        var asset = new LinkedInAsset(kind, urn, owner, OAuthBook.NewSecret(40), size)
        {
            TakesThumbnail = takesThumbnail,
            TakesCaptions = takesCaptions,
        };
        call.World.State<LinkedInState>().Add(asset);
        return asset;
    }

    private static string Address(RestCall call, LinkedInAsset asset, string part) =>
        call.HostUrl($"www.linkedin.com/dms-uploads/{asset.UploadKey}/{part}");

    private static RestAnswer Value(JsonObject value) => RestAnswer.Ok(new JsonObject { ["value"] = value });
}
