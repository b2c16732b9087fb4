using System.Linq.Expressions;
using System.Reflection;

namespace Atlas.LocalRuntime.Functions.Invocation;

internal delegate ValueTask<object?> MethodCall(object? instance, object?[] arguments);

/// <summary>Compiles a function's method into a delegate that takes its arguments in an array and awaits its result.</summary>
internal static class MethodCallCompiler
{
    public static MethodCall Compile(MethodInfo method)
    {
        var instance = Expression.Parameter(typeof(object), "instance");
        var arguments = Expression.Parameter(typeof(object?[]), "arguments");
        var call = Expression.Call(
            method.IsStatic ? null : Expression.Convert(instance, method.DeclaringType!),
            method,
            method
                .GetParameters()
                .Select(
                    (parameter, i) =>
                        Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(i)), parameter.ParameterType)
                )
        );
        return Expression.Lambda<MethodCall>(Awaited(call), instance, arguments).Compile();
    }

    /// <summary>What the method yields once it is awaited; <c>void</c> where that is nothing.</summary>
    public static Type ResultType(MethodInfo method) =>
        method.ReturnType switch
        {
            { IsGenericType: true } type
                when type.GetGenericTypeDefinition() is var open && (open == typeof(Task<>) || open == typeof(ValueTask<>)) =>
                type.GenericTypeArguments[0],
            var type when type == typeof(Task) || type == typeof(ValueTask) => typeof(void),
            var type => type,
        };

    private static Expression Awaited(MethodCallExpression call)
    {
        var type = call.Type;
        if (type == typeof(void))
        {
            return Expression.Block(call, Expression.Default(typeof(ValueTask<object?>)));
        }

        if (type == typeof(Task) || type == typeof(ValueTask))
        {
            return Expression.Call(typeof(MethodCallCompiler), nameof(Finish), null, call);
        }

        var result = ResultType(call.Method);
        return result != type
            ? Expression.Call(typeof(MethodCallCompiler), nameof(Unwrap), [result], call)
            : Expression.New(
                typeof(ValueTask<object?>).GetConstructor([typeof(object)])!,
                Expression.Convert(call, typeof(object))
            );
    }

    private static async ValueTask<object?> Finish(Task task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> Finish(ValueTask task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> Unwrap<T>(Task<T> task) => await task;

    private static async ValueTask<object?> Unwrap<T>(ValueTask<T> task) => await task;
}
