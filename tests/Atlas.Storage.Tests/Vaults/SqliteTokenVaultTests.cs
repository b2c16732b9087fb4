using System.Security.Cryptography;
using Atlas.Core.Channels;
using Atlas.LocalRuntime;
using Atlas.Testing;
using Atlas.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Atlas.Storage.Tests.Vaults;

public sealed class SqliteTokenVaultTests : TokenVaultContract, IAsyncLifetime
{
    private readonly TempDirectory _folder = new();
    private SqliteTokenVault _vault = null!;

    protected override ITokenVault Vault => _vault;

    public Task InitializeAsync()
    {
        _vault = Open();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _vault.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Secrets_survive_a_restart_and_are_nowhere_on_disk_in_clear()
    {
        const string value = "IGQVJ-a-long-and-recognizable-token-value";
        await Vault.SetAsync(Name, new Secret(value), None);

        foreach (var file in Directory.GetFiles(_folder.Path))
        {
            Assert.Equal(-1, (await File.ReadAllBytesAsync(file)).AsSpan().IndexOf("recognizable"u8));
        }

        await ReopenAsync();
        Assert.Equal(value, (await Vault.GetAsync(Name, None))!.Reveal());
    }

    [Fact]
    public async Task The_same_value_is_never_stored_as_the_same_bytes()
    {
        await Vault.SetAsync(Name, new Secret("same"), None);
        var first = await SealedAsync(Name);
        await Vault.SetAsync(Name, new Secret("same"), None);
        var second = await SealedAsync(Name);
        Assert.NotEqual(first.Nonce, second.Nonce);
        Assert.NotEqual(first.Sealed, second.Sealed);
    }

    [Fact]
    public async Task After_a_delete_not_even_the_encrypted_bytes_are_left()
    {
        await Vault.SetAsync(Name, new Secret("a value that is long enough to be told from others"), None);
        var bytes = (await SealedAsync(Name)).Sealed;
        Assert.True(await IsOnDiskAsync(bytes), "the test looks in the wrong place");

        await Vault.DeleteAsync(Name, None);

        Assert.False(await IsOnDiskAsync(bytes));
    }

    [Fact]
    public async Task A_value_moved_to_another_name_or_changed_by_a_bit_does_not_open()
    {
        await Vault.SetAsync(Name, new Secret("mine"), None);
        await ExecuteAsync("INSERT INTO secrets SELECT 'stolen', key_id, nonce, sealed FROM secrets");
        await Assert.ThrowsAsync<AuthenticationTagMismatchException>(() => Vault.GetAsync("stolen", None));

        await ExecuteAsync("UPDATE secrets SET sealed = zeroblob(length(sealed))");
        var fault = await Assert.ThrowsAsync<AuthenticationTagMismatchException>(() => Vault.GetAsync(Name, None));
        Assert.DoesNotContain("mine", fault.ToString());
    }

    [Fact]
    public async Task The_key_file_is_its_owners_alone_and_an_open_one_stops_the_start()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var key = _folder["vault.key"];
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        await _vault.DisposeAsync();
        foreach (var right in (UnixFileMode[])[UnixFileMode.GroupRead, UnixFileMode.OtherRead, UnixFileMode.OtherWrite])
        {
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | right);
            var fault = Assert.Throws<InvalidOperationException>(() => Open());
            Assert.Contains("chmod 600", fault.Message);
            Assert.DoesNotContain((await File.ReadAllTextAsync(key)).Split(' ')[1].Trim(), fault.ToString());
        }

        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _vault = Open();
    }

    [Fact]
    public async Task A_vault_whose_key_file_is_gone_or_damaged_does_not_start()
    {
        await Vault.SetAsync(Name, new Secret("x"), None);
        await _vault.DisposeAsync();
        var key = _folder["vault.key"];
        var line = await File.ReadAllTextAsync(key);

        File.Delete(key);
        Assert.Throws<InvalidOperationException>(() => Open());
        Assert.False(File.Exists(key));

        await WriteKeyAsync(line[..^6]);
        var fault = Assert.Throws<InvalidDataException>(() => Open());
        Assert.DoesNotContain(line.Split(' ')[1][..20], fault.ToString());
        await WriteKeyAsync("");
        Assert.Throws<InvalidDataException>(() => Open());

        await WriteKeyAsync(line);
        _vault = Open();
        Assert.Equal("x", (await Vault.GetAsync(Name, None))!.Reveal());
    }

    [Fact]
    public async Task A_new_key_line_rotates_the_key_and_old_values_open_until_theirs_is_taken_out()
    {
        await Vault.SetAsync("old", new Secret("under the first key"), None);
        await _vault.DisposeAsync();
        var first = await File.ReadAllTextAsync(_folder["vault.key"]);
        var second = VaultKeys.NewLine();
        await WriteKeyAsync(first + second + "\n");
        _vault = Open();

        await Vault.SetAsync("new", new Secret("under the second"), None);
        Assert.Equal("under the first key", (await Vault.GetAsync("old", None))!.Reveal());

        await _vault.DisposeAsync();
        await WriteKeyAsync(second);
        _vault = Open();
        Assert.Equal("under the second", (await Vault.GetAsync("new", None))!.Reveal());
        await Assert.ThrowsAsync<InvalidOperationException>(() => Vault.GetAsync("old", None));
    }

    private SqliteTokenVault Open() =>
        SqliteTokenVault.Open(
            _folder["vault.db"],
            _folder["vault.key"],
            new ThreadPoolScheduler(ex => throw new InvalidOperationException("escaped", ex))
        );

    private async Task ReopenAsync()
    {
        await _vault.DisposeAsync();
        _vault = Open();
    }

    private async Task WriteKeyAsync(string text)
    {
        var key = _folder["vault.key"];
        await File.WriteAllTextAsync(key, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private async Task<bool> IsOnDiskAsync(byte[] bytes)
    {
        foreach (var file in Directory.GetFiles(_folder.Path))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var content = new byte[stream.Length];
            await stream.ReadExactlyAsync(content);
            if (content.AsSpan().IndexOf(bytes) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this file
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private async Task<(byte[] Nonce, byte[] Sealed)> SealedAsync(string name)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT nonce, sealed FROM secrets WHERE name = $1";
        command.Parameters.AddWithValue("$1", name);
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        return (reader.GetFieldValue<byte[]>(0), reader.GetFieldValue<byte[]>(1));
    }

    private async Task<SqliteConnection> ConnectAsync()
    {
        var connection = new SqliteConnection($"Data Source={_folder["vault.db"]};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }
}
