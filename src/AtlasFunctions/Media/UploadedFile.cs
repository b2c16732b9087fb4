using Atlas.Core.Media;
using Atlas.Core.Problems;
using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Atlas.Functions.Media;

/// <summary>The file in an upload: the body itself, or the first file of a form.</summary>
internal sealed record UploadedFile(string Name, string? ContentType, Stream Content)
{
    private const string Unnamed = "upload";
    private const int MaxBoundary = 200;
    private const int MaxName = 255;

    public static async Task<Outcome<UploadedFile>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) != true)
        {
            return Named(request.Query["fileName"], request.ContentType, request.Body);
        }

        if (
            !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= MaxBoundary } boundary
        )
        {
            return Problem.InvalidParameter("Content-Type", "A multipart body needs a boundary.");
        }

        var reader = new MultipartReader(boundary, request.Body);
        try
        {
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (
                    ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
                    && disposition.IsFileDisposition()
                )
                {
                    var name =
                        request.Query["fileName"].FirstOrDefault()
                        ?? HeaderUtilities
                            .RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName)
                            .Value;
                    return Named(name, section.ContentType, section.Body);
                }
            }
        }
        catch (Exception ex) when (ex is IOException or InvalidDataException && !cancellationToken.IsCancellationRequested)
        {
            return Problem.InvalidParameter("body", "The multipart body breaks off or is not one.");
        }

        return Problem.InvalidParameter("body", "There is no file in the form.");
    }

    /// <summary>With what the query says about it.</summary>
    public MediaDetails DescribedBy(HttpRequest request, RequestParameters parameters) =>
        new()
        {
            FileName = Name,
            ContentType = ContentType,
            AltText = request.Query["altText"].ToString() is { Length: > 0 } text ? text : null,
            Tags = MediaDetails.ReadTags(request.Query["tags"].ToString()),
            Retention = parameters.Name<MediaRetention>("retention") ?? MediaRetention.Library,
            Copy = bool.TryParse(request.Query["copy"], out var copy) && copy,
            Sha256 = request.Query["sha256"].ToString() is { Length: > 0 } hash ? hash : null,
        };

    /// <summary>Names are kept to be shown, and never used as a path.</summary>
    private static UploadedFile Named(string? name, string? contentType, Stream content)
    {
        var plain = string.Concat((name ?? "").Where(c => !char.IsControl(c))).Trim();
        plain = plain.Length > MaxName ? plain[^MaxName..] : plain;
        return new UploadedFile(plain.Length == 0 ? Unnamed : plain, contentType, content);
    }
}
