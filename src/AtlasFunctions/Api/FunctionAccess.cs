using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Api;

/// <summary>Which function needs which scope, by the attributes on its method.</summary>
public sealed class FunctionAccess
{
    private readonly FrozenDictionary<string, FunctionRule> _rules = Methods()
        .ToFrozenDictionary(
            method => method.GetCustomAttribute<FunctionAttribute>()!.Name,
            method => new FunctionRule(
                method.GetCustomAttribute<RequiresScopeAttribute>()?.Scope,
                method.IsDefined(typeof(OpenToAllAttribute))
            )
        );

    /// <summary>Of a function that declares nothing: nobody may call it.</summary>
    public FunctionRule this[string function] => _rules.GetValueOrDefault(function, new FunctionRule(Scope: null, IsOpen: false));

    public static IEnumerable<MethodInfo> Methods() =>
        typeof(FunctionAccess)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .Where(method => method.IsDefined(typeof(FunctionAttribute)));
}

public readonly record struct FunctionRule(string? Scope, bool IsOpen);
