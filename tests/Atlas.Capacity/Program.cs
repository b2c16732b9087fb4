using Atlas.Capacity.Scale;

await ScaleCommand.RunAsync(Console.Out);
return 0;
