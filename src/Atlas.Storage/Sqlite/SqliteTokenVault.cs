using System.Security.Cryptography;
using System.Text;
using Atlas.Core.Channels;
using Atlas.LocalRuntime;
using Microsoft.Data.Sqlite;

namespace Atlas.Storage.Sqlite;

/// <summary>
/// Secrets in a SQLite file, each under AES-GCM with a nonce of its own and its name as associated data: a value copied under
/// another name doesn't open. The key lies beside it, so the file mode is the protection: a copied database alone is worth nothing.
/// </summary>
internal sealed class SqliteTokenVault : ITokenVault, IAsyncDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS secrets (
            name TEXT PRIMARY KEY,
            key_id TEXT NOT NULL,
            nonce BLOB NOT NULL,
            sealed BLOB NOT NULL
        ) WITHOUT ROWID;
        """;

    private readonly SqliteDatabase _database;
    private readonly VaultKeys _keys;

    private SqliteTokenVault(SqliteDatabase database, VaultKeys keys)
    {
        _database = database;
        _keys = keys;
    }

    /// <exception cref="InvalidOperationException">The key file can be read by others, or is gone while the vault holds secrets.</exception>
    public static SqliteTokenVault Open(string path, string keyPath, IWorkScheduler scheduler)
    {
        if (!File.Exists(keyPath) && File.Exists(path))
        {
            // A new key here would hide that every stored token has become unreadable.
            throw new InvalidOperationException(
                $"{path} is there but its key file {keyPath} is not: restore it, or remove both."
            );
        }

        if (!File.Exists(keyPath))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(keyPath))!);
            VaultKeys.Create(keyPath);
        }

        var keys = VaultKeys.Load(keyPath);
        return new SqliteTokenVault(
            SqliteDatabase.Open(new SqliteDatabaseOptions(path, Schema) { CacheKib = 256 }, scheduler),
            keys
        );
    }

    public async Task SetAsync(string name, Secret value, CancellationToken cancellationToken)
    {
        SecretLimits.CheckName(name);
        SecretLimits.CheckValue(value);
        cancellationToken.ThrowIfCancellationRequested();
        var stored = Stored(name);
        var (keyId, nonce, @sealed) = Seal(stored, value);
        await WriteAsync(s =>
        {
            s.Execute("PRAGMA secure_delete=ON");
            return s.Execute(
                "REPLACE INTO secrets (name, key_id, nonce, sealed) VALUES ($1, $2, $3, $4)",
                stored,
                keyId,
                nonce,
                @sealed
            );
        });
    }

    public Task<Secret?> GetAsync(string name, CancellationToken cancellationToken)
    {
        SecretLimits.CheckName(name);
        cancellationToken.ThrowIfCancellationRequested();
        var stored = Stored(name);
        try
        {
            return Task.FromResult(_database.Read(s => Find(s, stored)));
        }
        catch (SqliteException ex) when (SqliteFaults.IsPassing(ex))
        {
            throw SqliteFaults.Unavailable(ex);
        }
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        SecretLimits.CheckName(name);
        cancellationToken.ThrowIfCancellationRequested();
        var stored = Stored(name);
        await WriteAsync(s =>
        {
            s.Execute("PRAGMA secure_delete=ON"); // the page is overwritten with zeros …
            return s.Execute("DELETE FROM secrets WHERE name = $1", stored);
        });
        Purge();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>Key Vault takes names that differ only in case for one name.</summary>
    private static string Stored(string name) => name.ToLowerInvariant();

    private (string KeyId, byte[] Nonce, byte[] Sealed) Seal(string name, Secret value)
    {
        var plain = Encoding.UTF8.GetBytes(value.Reveal());
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var @sealed = new byte[plain.Length + AesGcm.TagByteSizes.MaxSize];
        using var cipher = _keys.Open(_keys.CurrentId);
        cipher.Encrypt(
            nonce,
            plain,
            @sealed.AsSpan(0, plain.Length),
            @sealed.AsSpan(plain.Length),
            Encoding.ASCII.GetBytes(name)
        );
        CryptographicOperations.ZeroMemory(plain);
        return (_keys.CurrentId, nonce, @sealed);
    }

    private Secret? Find(SqliteStatements statements, string name)
    {
        using var reader = statements.With("SELECT key_id, nonce, sealed FROM secrets WHERE name = $1", name).ExecuteReader();
        if (!reader.Read())
        {
            return null;
        }

        var @sealed = reader.GetFieldValue<byte[]>(2);
        var plain = new byte[@sealed.Length - AesGcm.TagByteSizes.MaxSize];
        using var cipher = _keys.Open(reader.GetString(0));
        cipher.Decrypt(
            reader.GetFieldValue<byte[]>(1),
            @sealed.AsSpan(0, plain.Length),
            @sealed.AsSpan(plain.Length),
            plain,
            Encoding.ASCII.GetBytes(name)
        );
        var secret = new Secret(Encoding.UTF8.GetString(plain));
        CryptographicOperations.ZeroMemory(plain);
        return secret;
    }

    /// <summary>… and the log that still has the old page is emptied. A reader in the way only puts that off to the next checkpoint.</summary>
    private void Purge()
    {
        try
        {
            _database.Read(static s => s.Execute("PRAGMA wal_checkpoint(TRUNCATE)"));
        }
        catch (SqliteException ex) when (SqliteFaults.IsPassing(ex))
        {
            throw SqliteFaults.Unavailable(ex);
        }
    }

    private async Task WriteAsync(Func<SqliteStatements, int> write)
    {
        try
        {
            await _database.WriteAsync(write);
        }
        catch (SqliteException ex) when (!SqliteFaults.IsDamage(ex))
        {
            throw SqliteFaults.Unavailable(ex);
        }
    }
}
