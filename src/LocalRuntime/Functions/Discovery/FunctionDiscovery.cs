using System.Reflection;
using Atlas.LocalRuntime.Functions.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.LocalRuntime.Functions.Discovery;

/// <summary>Finds the functions in code and refuses, by name, those that the real worker would not run as written.</summary>
internal static class FunctionDiscovery
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <returns>The functions in ordinal order of their names, which is the order in which routes are tried.</returns>
    /// <exception cref="InvalidOperationException">Some can't be run; the message names each of them.</exception>
    public static IReadOnlyList<DiscoveredFunction> Find(IEnumerable<Type> types)
    {
        List<string> refusals = [];
        List<DiscoveredFunction> functions = [];
        foreach (var type in types)
        {
            foreach (var method in type.GetMethods(Declared))
            {
                if (method.GetCustomAttribute<FunctionAttribute>() is { } function)
                {
                    try
                    {
                        functions.Add(Read(function.Name, method));
                    }
                    catch (FunctionRefusedException ex)
                    {
                        refusals.Add(ex.Message);
                    }
                }
            }
        }

        refusals.AddRange(
            functions
                .GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
                .Where(group => group.Count() > 1)
                .Select(group =>
                    $"Function '{group.Key}' is declared more than once: {string.Join(", ", group.Select(function => function.Definition.EntryPoint))}."
                )
        );
        return refusals.Count == 0
            ? [.. functions.OrderBy(function => function.Name, StringComparer.Ordinal)]
            : throw new InvalidOperationException(string.Join(Environment.NewLine, refusals));
    }

    /// <summary>The types of the entry assembly and of what it references, if they can hold functions at all.</summary>
    public static IEnumerable<Type> TypesOf(Assembly entry)
    {
        var worker = typeof(FunctionAttribute).Assembly.GetName().Name;
        return entry
            .GetReferencedAssemblies()
            .Where(name =>
                name.Name is { } text
                && !text.StartsWith("System.")
                && !text.StartsWith("Microsoft.")
                && !text.StartsWith("Azure.")
            )
            .Select(Assembly.Load)
            .Prepend(entry)
            .Where(assembly => assembly.GetReferencedAssemblies().Any(name => name.Name == worker))
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsClass: true, ContainsGenericParameters: false });
    }

    private static DiscoveredFunction Read(string name, MethodInfo method)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new FunctionRefusedException(name, method, "has no name");
        }

        if (!method.IsPublic || !method.DeclaringType!.IsVisible)
        {
            throw new FunctionRefusedException(name, method, "must be a public method of a public class");
        }

        if (method.ContainsGenericParameters || (!method.IsStatic && method.DeclaringType.IsAbstract))
        {
            throw new FunctionRefusedException(name, method, "must not be generic, nor belong to an abstract class");
        }

        var trigger = TriggerReader.Read(name, method);
        if (trigger.Refusal(method) is { } refusal)
        {
            throw new FunctionRefusedException(name, method, refusal);
        }

        var binders = method
            .GetParameters()
            .Select(parameter =>
                trigger.Bind(parameter)
                ?? AmbientParameters.Bind(parameter)
                ?? throw new FunctionRefusedException(
                    name,
                    method,
                    $"has a parameter '{parameter.Name}' of type {parameter.ParameterType.Name} that nothing can be bound to"
                )
            )
            .ToArray();
        return new DiscoveredFunction(name, method, trigger, binders);
    }
}
