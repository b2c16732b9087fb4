using Microsoft.Azure.Functions.Worker.Builder;

namespace Atlas.LocalRuntime.Functions;

public static class LocalRuntimeBuilderExtensions
{
    /// <summary>Changes the local runtime's options; they are read when the host is built.</summary>
    public static FunctionsApplicationBuilder ConfigureLocalRuntime(
        this FunctionsApplicationBuilder builder,
        Action<LocalRuntimeOptions> configure
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        configure(builder.LocalOptions);
        return builder;
    }
}
