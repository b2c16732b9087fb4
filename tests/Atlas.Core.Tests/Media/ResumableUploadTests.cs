using System.Security.Cryptography;
using System.Text.Json;
using Atlas.Core.Media;

namespace Atlas.Core.Tests.Media;

public sealed class ResumableUploadTests : IDisposable
{
    private readonly MediaWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task However_often_sender_and_process_die_one_file_comes_of_it_byte_for_byte(int seed)
    {
        var dice = new Random(seed);
        var picture = MediaWorld.Picture(200_000 + dice.Next(200_000), seed);
        var hash = Convert.ToHexStringLower(SHA256.HashData(picture));
        var process = _world.Start();
        var ticket = await CreateAsync(process, picture.Length, hash);
        string? done = null;
        for (var tries = 0; done is null; tries++)
        {
            Assert.True(tries < 400, "It does not come to an end.");
            process.DiesNow = () => dice.Next(12) == 0;
            var status = await process.RunAsync(() => process.Resumable.ReadAsync(ticket, default));
            if (status.Answered)
            {
                done = await SendAsync(process, ticket, picture, status.Value.Value!.Offset, dice);
            }

            process = dice.Next(3) > 0 && status.Answered ? process : _world.Start();
        }

        var asset = Assert.Single(await _world.AssetsAsync());
        Assert.Equal((hash, picture.Length), (asset.Sha256, asset.SizeBytes));
        Assert.Equal(picture, await File.ReadAllBytesAsync(Path.Combine(_world.Folder, asset.StoredAs)));
        await PurgeEverythingAsync();
        Assert.Equal([asset.StoredAs], _world.Files());
    }

    [Fact]
    public async Task What_is_not_finished_in_time_is_purged_and_its_address_ends()
    {
        var process = _world.Start();
        var ticket = await CreateAsync(process, 50_000);
        await AppendAsync(process, ticket, 0, MediaWorld.Picture(50_000, 1)[..20_000]);
        Assert.NotEmpty(_world.Files());

        _world.Clock.Advance(TimeSpan.FromHours(24));

        Assert.Equal(401, (await process.Resumable.ReadAsync(ticket, default)).Problem?.Status);
        await PurgeEverythingAsync();
        Assert.Empty(_world.Files());
        Assert.Empty(await _world.AssetsAsync());
    }

    [Fact]
    public async Task Bytes_that_are_not_those_announced_are_refused_and_deleted()
    {
        var picture = MediaWorld.Picture(30_000, 1);
        var process = _world.Start();
        var ticket = await CreateAsync(process, picture.Length, new string('a', 64));

        var answer = await AppendAsync(process, ticket, 0, picture);

        Assert.Equal("media.sha256", Assert.Single(answer.Answer.Problem!.Errors!).Rule);
        Assert.Empty(_world.Files());
        Assert.Equal(404, (await process.Resumable.ReadAsync(ticket, default)).Problem?.Status);
    }

    [Fact]
    public async Task A_piece_out_of_place_too_small_or_beyond_the_end_is_refused_and_the_file_goes_on()
    {
        var picture = MediaWorld.Picture(30_000, 1);
        var process = _world.Start();
        var ticket = await CreateAsync(process, picture.Length);
        await AppendAsync(process, ticket, 0, picture[..10_000]);

        var outOfPlace = await AppendAsync(process, ticket, 9_000, picture[9_000..12_000]);
        var small = await AppendAsync(process, ticket, 10_000, picture[10_000..10_999]);
        var beyond = await AppendAsync(process, ticket, 10_000, new byte[20_001 + picture.Length - 30_000]);

        Assert.Equal((409, 10_000L), (outOfPlace.Answer.Problem?.Status, outOfPlace.Offset));
        Assert.Equal("media.piece", Assert.Single(small.Answer.Problem!.Errors!).Rule);
        Assert.Equal(413, beyond.Answer.Problem?.Status);
        Assert.Equal(201, (await AppendAsync(process, ticket, 10_000, picture[10_000..])).Answer.Value?.Status);
    }

    [Fact]
    public async Task Of_two_who_finish_it_at_a_time_both_get_the_same_file()
    {
        var picture = MediaWorld.Picture(30_000, 1);
        var (one, two) = (_world.Start(), _world.Start());
        var ticket = await CreateAsync(one, picture.Length);
        one.DiesNow = () => _world.Rows is not null && File.Exists(Committed());
        await one.RunAsync(() => AppendAsync(one, ticket, 0, picture)); // all there, and no row

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => AppendAsync(two, ticket, picture.Length, [])));

        Assert.All(answers, answer => Assert.True(answer.Answer.Value?.Status is 200 or 201, answer.Answer.Problem?.Detail));
        var asset = Assert.Single(await _world.AssetsAsync());
        Assert.Equal(picture, await File.ReadAllBytesAsync(Path.Combine(_world.Folder, asset.StoredAs)));

        string Committed() =>
            Directory
                .GetFiles(_world.Folder, "*-pieces", SearchOption.AllDirectories)
                .FirstOrDefault(path => !path.Contains(".staged", StringComparison.Ordinal))
            ?? "none";
    }

    [Fact]
    public async Task Bytes_that_are_there_already_leave_no_second_copy()
    {
        var picture = MediaWorld.Picture(30_000, 1);
        var process = _world.Start();
        await AppendAsync(process, await CreateAsync(process, picture.Length), 0, picture);

        var again = await AppendAsync(process, await CreateAsync(process, picture.Length), 0, picture);

        Assert.Equal(200, again.Answer.Value?.Status);
        Assert.True(JsonDocument.Parse(again.Answer.Value!.Body).RootElement.GetProperty("duplicate").GetBoolean());
        Assert.Equal(Assert.Single(await _world.AssetsAsync()).StoredAs, Assert.Single(_world.Files()));
    }

    [Fact]
    public async Task What_is_given_up_is_gone_and_cannot_be_gone_on_with()
    {
        var process = _world.Start();
        var ticket = await CreateAsync(process, 50_000);
        await AppendAsync(process, ticket, 0, MediaWorld.Picture(50_000, 1)[..20_000]);

        Assert.Equal(204, (await process.Resumable.AbortAsync(ticket, default)).Value?.Status);

        Assert.Empty(_world.Files());
        Assert.Equal(404, (await AppendAsync(process, ticket, 20_000, new byte[5_000])).Answer.Problem?.Status);
    }

    private static async Task<string?> SendAsync(MediaProcess process, string ticket, byte[] picture, long offset, Random dice)
    {
        var length = (int)Math.Min(picture.Length - offset, 1000 + dice.Next(90_000));
        var piece = picture.AsSpan((int)offset, length).ToArray();
        var cut = dice.Next(3) == 0 && length > 0 ? dice.Next(length) : (int?)null;
        try
        {
            var sent = await process.RunAsync(() =>
                process.Resumable.AppendAsync(ticket, offset, length, new CutStream(piece, cut), default)
            );
            return sent.Value?.Answer.Value is { Status: 200 or 201, Location: { } location } ? location
                : sent.Answered && sent.Value!.Answer.Problem is { Status: not 409 } problem
                    ? throw new InvalidOperationException(problem.Detail)
                : null;
        }
        catch (EndOfStreamException)
        {
            return null; // the sender went away
        }
    }

    private static Task<UploadAnswer> AppendAsync(MediaProcess process, string ticket, long offset, byte[] piece) =>
        process.Resumable.AppendAsync(ticket, offset, piece.Length, new CutStream(piece, null), default);

    private async Task<string> CreateAsync(MediaProcess process, long size, string? hash = null)
    {
        var request = new CreateUploadRequest("a.jpg", "image/jpeg", size, null, Sha256: hash, Resumable: true);
        var made = await process.Uploads.CreateAsync(_world.Caller, request, null, "https://atlas.test", default);
        var url = JsonDocument.Parse(made.Value!.Body).RootElement.GetProperty("uploadUrl").GetString()!;
        return url[(url.LastIndexOf('/') + 1)..];
    }

    private async Task PurgeEverythingAsync()
    {
        for (var hour = 0; hour < 50; hour++)
        {
            _world.Clock.Advance(TimeSpan.FromHours(1));
            await _world.Start().Purge.RunAsync(default);
        }
    }

    private sealed class CutStream(byte[] bytes, int? cut) : MemoryStream(bytes, writable: false)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (cut - Position is <= 0)
            {
                throw new EndOfStreamException("The sender went away.");
            }

            var most = (int)Math.Min(Math.Min(buffer.Length, (cut ?? Length) - Position), 7_001);
            return base.ReadAsync(buffer[..most], cancellationToken);
        }
    }
}
