Console.WriteLine("Atlas Engine");
