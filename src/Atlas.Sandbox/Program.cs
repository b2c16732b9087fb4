using Atlas.Sandbox;
using Atlas.Sandbox.DemoJob;

if (args is ["demo", .. var rest])
{
    return await DemoCommand.RunAsync(rest);
}

await SandboxApp.Build(args).RunAsync();
return 0;
