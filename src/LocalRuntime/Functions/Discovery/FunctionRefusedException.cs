using System.Reflection;

namespace Atlas.LocalRuntime.Functions.Discovery;

internal sealed class FunctionRefusedException(string name, MethodInfo method, string reason)
    : Exception($"Function '{name}' ({method.DeclaringType!.FullName}.{method.Name}) {reason}.");
