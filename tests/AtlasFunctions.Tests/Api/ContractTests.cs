using System.Reflection;
using System.Text.Json.Nodes;
using Atlas.Core.Workspaces;
using Atlas.Functions.Api;
using Atlas.Functions.Reference;
using Atlas.LocalRuntime.Functions;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Tests.Api;

public sealed class ContractTests
{
    private static readonly JsonObject s_contract = new ApiContract().Document;

    private static IEnumerable<(MethodInfo Method, HttpTriggerAttribute Trigger)> HttpFunctions =>
        from method in FunctionAccess.Methods()
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
        where trigger is not null
        select (method, trigger);

    [Fact]
    public void The_contract_and_the_functions_name_the_same_operations()
    {
        var contract = Operations().Select(operation => $"{operation.Verb} {operation.Path}");
        var functions =
            from function in HttpFunctions
            from verb in function.Trigger.Methods!
            select $"{verb} /{function.Trigger.Route!.TrimStart('/')}";

        Assert.Equal(contract.Order(), functions.Order());
    }

    [Fact]
    public void An_operation_is_called_what_its_function_is_called()
    {
        var names = HttpFunctions.ToDictionary(
            function => $"{function.Trigger.Methods![0]} /{function.Trigger.Route!.TrimStart('/')}",
            function => function.Method.GetCustomAttribute<FunctionAttribute>()!.Name
        );

        foreach (var (verb, path, operation) in Operations().Where(operation => operation.Verb != "head"))
        {
            Assert.Equal(names[$"{verb} {path}"], (string?)operation["operationId"]);
        }
    }

    [Fact]
    public void Every_function_says_who_may_call_it_and_the_contract_says_the_same()
    {
        var access = new FunctionAccess();
        var operations = Operations().ToLookup(operation => (string)operation.Body["operationId"]!);
        foreach (var (method, _) in HttpFunctions)
        {
            var name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
            var rule = access[name];
            Assert.True(rule.IsOpen ^ (rule.Scope is not null), $"{name} needs exactly one of [RequiresScope] and [OpenToAll].");
            Assert.True(
                rule.Scope is null or Scopes.SetUp or Scopes.Operate || Scopes.Grantable.Contains(rule.Scope),
                $"{name}: {rule.Scope}"
            );
            var operation = operations[name].Single().Body;
            Assert.Equal(rule.Scope, (string?)operation["x-scope"]);
            Assert.Equal(rule.IsOpen, operation["security"] is JsonArray { Count: 0 });
        }
    }

    [Fact]
    public void What_operators_do_is_behind_a_key_of_the_host_and_nothing_else_is()
    {
        var access = new FunctionAccess();
        foreach (var (method, trigger) in HttpFunctions)
        {
            var isOperators = access[method.GetCustomAttribute<FunctionAttribute>()!.Name].Scope == Scopes.Operate;
            Assert.Equal(isOperators ? AuthorizationLevel.Function : AuthorizationLevel.Anonymous, trigger.AuthLevel);
        }
    }

    [Fact]
    public void No_two_routes_take_the_same_path()
    {
        var types = FunctionAccess.Methods().Select(method => method.DeclaringType!).Distinct();

        var overlaps = RouteOverlap
            .Find(types, routePrefix: "")
            .Select(overlap => $"{overlap.First} and {overlap.Second}: {overlap.Example}");

        Assert.Empty(overlaps);
    }

    [Fact]
    public void Function_classes_and_methods_are_public()
    {
        var methods = typeof(FunctionAccess)
            .Assembly.GetTypes()
            .SelectMany(type =>
                type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static)
            )
            .Where(method => method.IsDefined(typeof(FunctionAttribute)));

        Assert.All(methods, method => Assert.True(method.IsPublic && method.DeclaringType!.IsVisible, method.Name));
    }

    [Fact]
    public void Every_function_that_takes_a_key_can_answer_that_it_was_refused()
    {
        foreach (var (_, _, operation) in Operations().Where(operation => operation.Body["security"] is null))
        {
            Assert.All(["401", "403", "429", "503"], status => Assert.NotNull(operation["responses"]![status]));
        }
    }

    private static IEnumerable<(string Verb, string Path, JsonNode Body)> Operations() =>
        from path in s_contract["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (operation.Key, path.Key, operation.Value!);
}
