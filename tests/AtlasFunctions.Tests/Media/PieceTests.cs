using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Atlas.Functions.Tests.App;

namespace Atlas.Functions.Tests.Media;

/// <summary>Uploads in pieces as a client sees them.</summary>
[Collection(AtlasCollection.Name)]
public sealed class PieceTests(RunningAtlas app)
{
    private const int Piece = 300_000;

    private static byte[] File { get; } = [.. Pictures.Png(8, 8)[..^12], .. Filler(), .. Pictures.Png(8, 8)[^12..]];

    [Fact]
    public async Task A_file_comes_in_pieces_and_a_lost_answer_costs_one_question()
    {
        var workspace = await app.NewWorkspaceAsync();
        var (path, ticket) = await CreateAsync(workspace, sha256: Convert.ToHexStringLower(SHA256.HashData(File)));
        var http = app.ClientFor(null).Http;
        Assert.Equal((0, File.Length), await AskAsync(http, path));

        using var first = await SendAsync(http, path, 0, File[..Piece]);
        Assert.Equal((HttpStatusCode.NoContent, "300000"), (first.StatusCode, OffsetOf(first)));
        using var repeated = await SendAsync(http, path, 0, File[..Piece]);
        Assert.Equal((HttpStatusCode.Conflict, "300000"), (repeated.StatusCode, OffsetOf(repeated)));
        Assert.Equal((Piece, File.Length), await AskAsync(http, path));
        using var last = await SendAsync(http, path, Piece, File[Piece..]);
        using var lost = await SendAsync(http, path, File.Length, []);

        Assert.Equal(HttpStatusCode.Created, last.StatusCode);
        Assert.Equal(HttpStatusCode.OK, lost.StatusCode);
        var media = (await workspace.Client.GetAsync($"/api/v1/media/{ticket["mediaId"]}")).Expect(HttpStatusCode.OK);
        Assert.Equal(
            ("big.png", File.Length, "temporary"),
            ((string?)media["fileName"], (int)media["sizeBytes"]!, (string?)media["retention"])
        );
        Assert.Equal(["a", "b"], media["tags"]!.AsArray().Select(tag => (string?)tag));
        using var asked = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        Assert.Equal($"/api/v1/media/{media.Id}", asked.Headers.Location?.OriginalString);
        (await app.ClientFor(null).DeleteAsync(path)).Expect(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_connection_that_breaks_leaves_what_had_come_and_the_upload_goes_on()
    {
        var workspace = await app.NewWorkspaceAsync();
        var (path, _) = await CreateAsync(workspace);
        var http = app.ClientFor(null).Http;
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(IPAddress.Loopback, app.Address.Port);
            var head = $"PATCH {path} HTTP/1.1\r\nHost: x\r\nUpload-Offset: 0\r\nContent-Length: {File.Length}\r\n\r\n";
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
            await socket.GetStream().WriteAsync(File.AsMemory(0, 200_000));
            await Testing.Eventually.BeAsync(() => StagedBytes(workspace) >= 150_000);
        }

        // Until the server has noticed the break, what came may still be on its way to the disk: it says so by a conflict that
        // names the offset, and the client asks again.
        var offset = 0L;
        var rest = await Testing.Eventually.GetAsync(async () =>
        {
            offset = (await AskAsync(http, path)).Offset;
            if (offset == 0)
            {
                return null;
            }

            var answer = await SendAsync(http, path, offset, File[(int)offset..]);
            if (answer.StatusCode is not HttpStatusCode.Conflict)
            {
                return answer;
            }

            using (answer)
            {
                Assert.InRange(long.Parse(OffsetOf(answer), CultureInfo.InvariantCulture), offset, 200_000);
                return null;
            }
        });

        Assert.InRange(offset, 1, 200_000);
        using (rest)
        {
            Assert.Equal(HttpStatusCode.Created, rest.StatusCode);
        }
    }

    [Fact]
    public async Task What_breaks_the_rules_of_the_protocol_is_refused()
    {
        var workspace = await app.NewWorkspaceAsync();
        var (path, _) = await CreateAsync(workspace);
        var client = app.ClientFor(null);

        (await client.SendAsync(HttpMethod.Patch, path, new ByteArrayContent(File))).Expect(HttpStatusCode.BadRequest);
        (await client.SendAsync(HttpMethod.Put, path, new ByteArrayContent(File))).Expect(HttpStatusCode.Conflict);
        using var beyond = await SendAsync(client.Http, path, 0, [.. File, 0]);
        using var small = await SendAsync(client.Http, path, 0, File[..1000]);
        using var forged = await SendAsync(client.Http, path[..^2] + "xx", 0, File);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, beyond.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, small.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, forged.StatusCode);
        (await client.DeleteAsync(path)).Expect(HttpStatusCode.NoContent);
        using var plain = new HttpClient { BaseAddress = app.Address };
        using var gone = await plain.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);

        var tooLarge = new
        {
            fileName = "a.png",
            resumable = true,
            sizeBytes = 3_000_001,
        };
        var refused = await workspace.Client.PostAsync("/api/v1/media/uploads", tooLarge);
        Assert.Equal(["sizeBytes"], refused.Expect(HttpStatusCode.UnprocessableEntity).Fields);
        refused = await workspace.Client.PostAsync("/api/v1/media/uploads", new { fileName = "a.png", resumable = true });
        Assert.Equal(["sizeBytes"], refused.Expect(HttpStatusCode.UnprocessableEntity).Fields);
    }

    [Fact]
    public async Task A_file_that_is_not_what_was_announced_or_breaks_off_is_refused_at_its_end()
    {
        var workspace = await app.NewWorkspaceAsync();
        var http = app.ClientFor(null).Http;
        var (other, _) = await CreateAsync(workspace, sha256: new string('0', 64));
        var (cut, _) = await CreateAsync(workspace, size: File.Length - 100);

        using var wrong = await SendAsync(http, other, 0, File);
        using var broken = await SendAsync(http, cut, 0, File[..^100]);

        Assert.Contains("media.sha256", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("media.truncated", await broken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty((await workspace.Client.GetAsync("/api/v1/media"))["items"]!.AsArray());
    }

    private long StagedBytes(TestWorkspace workspace)
    {
        var folder = Path.Combine(app.Settings["Atlas:LocalRuntime:DataDirectory"], "media", ".staged", workspace.Id);
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "*-pieces").Sum(file => new FileInfo(file).Length) : 0;
    }

    /// <summary>Text chunks, which a reader passes over.</summary>
    private static byte[] Filler()
    {
        var chunk = new byte[12 + 50_000];
        (chunk[2], chunk[3]) = (50_000 >> 8, 50_000 & 0xFF);
        "tEXt"u8.CopyTo(chunk.AsSpan(4));
        return [.. Enumerable.Range(0, 12).SelectMany(_ => chunk)];
    }

    private static async Task<(string Path, ApiAnswer Ticket)> CreateAsync(
        TestWorkspace workspace,
        string? sha256 = null,
        int? size = null
    )
    {
        var ticket = await workspace.Client.PostAsync(
            "/api/v1/media/uploads",
            new
            {
                fileName = "big.png",
                sizeBytes = size ?? File.Length,
                sha256,
                resumable = true,
                tags = new[] { "a", "b", "A " },
                retention = "temporary",
            }
        );
        var url = (string)ticket.Expect(HttpStatusCode.Created)["uploadUrl"]!;
        Assert.Equal(256 * 1024, (int)ticket["minPieceBytes"]!);
        return (new Uri(url).PathAndQuery, ticket);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, string path, long offset, byte[] piece)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, path)
        {
            Content = new ByteArrayContent(piece),
            Headers = { { "Upload-Offset", offset.ToString(CultureInfo.InvariantCulture) } },
        };
        return await http.SendAsync(request);
    }

    private static async Task<(long Offset, int Length)> AskAsync(HttpClient http, string path)
    {
        using var answer = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.Contains("Upload-Expires"));
        return (
            long.Parse(OffsetOf(answer), CultureInfo.InvariantCulture),
            int.Parse(answer.Headers.GetValues("Upload-Length").Single(), CultureInfo.InvariantCulture)
        );
    }

    private static string OffsetOf(HttpResponseMessage answer) => answer.Headers.GetValues("Upload-Offset").Single();
}
