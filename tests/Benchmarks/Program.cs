Console.WriteLine("no workload");
