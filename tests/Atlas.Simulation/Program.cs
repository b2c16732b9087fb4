using Atlas.Simulation.Runs;

return await Entry.RunAsync(args);
