using Atlas.Core.Connections;
using Atlas.Core.Media;
using Atlas.Core.Storage;
using Atlas.Storage.InMemory;
using Atlas.Testing;

namespace Atlas.Core.Tests.Operations;

public sealed class KeyRotationTests
{
    private const string Place = "channel-1-1";
    private readonly FakeClock _clock = new();
    private readonly MemoryVault _vault = new();
    private readonly InMemoryRowStore _rows = new();
    private readonly SigningKeys _here;
    private readonly SigningKeys _there;

    public KeyRotationTests() => (_here, _there) = (NewInstance(), NewInstance());

    [Fact]
    public async Task What_any_earlier_key_has_sealed_is_readable_in_every_instance_and_in_new_ones()
    {
        List<byte[]> kept = [await SealAsync(_here, "v1")];
        Assert.Equal("v1", await OpenAsync(_there, kept[0]));
        for (var version = 2; version <= 4; version++)
        {
            Assert.Equal(version, await _here.RotateAsync(SigningKeys.Tokens, default));
            kept.Add(await SealAsync(_here, $"v{version}"));
        }

        foreach (var instance in (SigningKeys[])[_here, _there, NewInstance()])
        {
            for (var i = 0; i < kept.Count; i++)
            {
                Assert.Equal($"v{i + 1}", await OpenAsync(instance, kept[i]));
            }
        }
    }

    [Fact]
    public async Task New_seals_are_the_new_keys_here_at_once_and_everywhere_within_a_minute()
    {
        var old = await _there.ReadAsync(SigningKeys.Tokens, default);
        await _here.RotateAsync(SigningKeys.Tokens, default);

        var renewed = await _here.ReadAsync(SigningKeys.Tokens, default);
        Assert.NotEqual(old, renewed);
        Assert.Equal(old, await _there.ReadAsync(SigningKeys.Tokens, default));
        Assert.Equal("late", await OpenAsync(_here, Sealing.Seal(old, "late"u8, Place)));

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(renewed, await _there.ReadAsync(SigningKeys.Tokens, default));
    }

    [Fact]
    public async Task Rotations_at_the_same_time_lose_no_key()
    {
        var kept = await SealAsync(_here, "v1");
        await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? _here : _there).RotateAsync(SigningKeys.Tokens, default))
        );

        Assert.Equal("v1", await OpenAsync(NewInstance(), kept));
        Assert.Equal(10, await _there.RotateAsync(SigningKeys.Tokens, default));
    }

    [Fact]
    public async Task A_vault_that_is_away_does_not_stop_what_is_known()
    {
        var key = await _here.ReadAsync(SigningKeys.Tokens, default);
        await _there.RotateAsync(SigningKeys.Tokens, default);
        _clock.Advance(TimeSpan.FromMinutes(2));
        _vault.Away = true;

        Assert.Equal(key, await _here.ReadAsync(SigningKeys.Tokens, default));
    }

    [Fact]
    public async Task What_nobody_sealed_opens_with_no_key()
    {
        var kept = await SealAsync(_here, "v1");
        kept[^1] ^= 1;
        await Assert.ThrowsAsync<System.Security.Cryptography.AuthenticationTagMismatchException>(async () =>
            await OpenAsync(_here, kept)
        );
    }

    private SigningKeys NewInstance() => new(_rows, _vault, _clock);

    private static async Task<byte[]> SealAsync(SigningKeys keys, string text) =>
        Sealing.Seal(await keys.ReadAsync(SigningKeys.Tokens, default), System.Text.Encoding.UTF8.GetBytes(text), Place);

    private static async Task<string> OpenAsync(SigningKeys keys, byte[] kept) =>
        System.Text.Encoding.UTF8.GetString(await keys.OpenAsync(SigningKeys.Tokens, kept, Place, default));
}
