using Atlas.Sandbox;

await SandboxApp.Build(args).RunAsync();
