using Atlas.Functions.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
AtlasApp.Configure(builder);
await builder.Build().RunAsync();
