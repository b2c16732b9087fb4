using Atlas.Functions.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
AtlasApp.Configure(builder);
#if ATLAS_AZURE
AzureHosting.Configure(builder);
AzureTelemetry.Configure(builder);
#else
LocalHosting.Configure(builder);
LocalTelemetry.Configure(builder);
#endif
builder.Services.MeterRows();
await builder.Build().RunAsync();
