using Atlas.Core.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atlas.Functions.Hosting;

internal static class RowMetering
{
    /// <summary>Puts the counters in front of the row store that the runtime has registered.</summary>
    public static void MeterRows(this IServiceCollection services)
    {
        var store = services.Last(service => service.ServiceType == typeof(IRowStore)).ImplementationFactory!;
        services.Replace(
            ServiceDescriptor.Singleton<IRowStore>(provider => new MeteredRowStore(
                (IRowStore)store(provider),
                provider.GetRequiredService<StorageMeter>()
            ))
        );
    }
}
