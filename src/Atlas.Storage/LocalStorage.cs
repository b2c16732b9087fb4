using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Messaging;
using Atlas.Core.Storage;
using Atlas.LocalRuntime;
using Atlas.Storage.Folder;
using Atlas.Storage.ServiceBus;
using Atlas.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Storage;

public static class LocalStorage
{
    /// <summary>Rows, media and secrets in files under one folder; messages through the broker that the host runs.</summary>
    /// <remarks>Takes <see cref="IWorkScheduler"/> and <see cref="Azure.Messaging.ServiceBus.ServiceBusClient"/> from the container.</remarks>
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
        services.AddSingleton<IMessageSender, ServiceBusMessageSender>();
        services.AddSingleton<IDeadLetters, ServiceBusDeadLetters>();
        return services;
    }
}
