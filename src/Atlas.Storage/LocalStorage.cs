using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Storage;
using Atlas.LocalRuntime;
using Atlas.Storage.Folder;
using Atlas.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Storage;

public static class LocalStorage
{
    /// <summary>Rows, media and secrets in files under one folder. Takes the <see cref="IWorkScheduler"/> from the container.</summary>
    public static IServiceCollection AddAtlasLocalStorage(this IServiceCollection services, LocalStorageOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.DataDirectory))
        {
            throw new ArgumentException($"{nameof(options.DataDirectory)} is not set.", nameof(options));
        }

        string In(string name) => Path.Combine(options.DataDirectory, name);

        services.AddSingleton<IRowStore>(s => SqliteRowStore.Open(In("rows.db"), s.GetRequiredService<IWorkScheduler>()));
        services.AddSingleton<IMediaStore>(_ => new FolderMediaStore(In("media")));
        services.AddSingleton<ITokenVault>(s =>
            SqliteTokenVault.Open(In("vault.db"), In("vault.key"), s.GetRequiredService<IWorkScheduler>())
        );
        return services;
    }
}
