using System.ComponentModel;
using System.Reflection;
using Atlas.LocalRuntime.Functions.Discovery;
using Atlas.LocalRuntime.Functions.Invocation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace Atlas.LocalRuntime.Functions.Http;

internal sealed class HttpFunctionTrigger : FunctionTrigger
{
    private readonly HashSet<string> _routeParameters;

    private HttpFunctionTrigger(ParameterInfo parameter, HttpTriggerAttribute attribute, string template)
        : base(parameter)
    {
        Attribute = attribute;
        Template = template;
        _routeParameters = RoutePatternFactory
            .Parse(template)
            .Parameters.Select(part => part.Name)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    public HttpTriggerAttribute Attribute { get; }

    /// <summary>The route without the host's prefix.</summary>
    public string Template { get; }

    public override string BindingType => "httpTrigger";

    public static HttpFunctionTrigger Read(
        string name,
        MethodInfo method,
        ParameterInfo parameter,
        HttpTriggerAttribute attribute
    )
    {
        try
        {
            return new HttpFunctionTrigger(parameter, attribute, attribute.Route ?? name);
        }
        catch (RoutePatternException ex)
        {
            throw new FunctionRefusedException(name, method, $"has a route that can't be read: {ex.Message.TrimEnd('.')}");
        }
    }

    public override string? Refusal(MethodInfo method)
    {
        if (Parameter.ParameterType != typeof(HttpRequest))
        {
            return $"must take its [HttpTrigger] parameter as {typeof(HttpRequest)}";
        }

        var result = MethodCallCompiler.ResultType(method);
        return result.IsAssignableTo(typeof(IResult)) || result.IsAssignableTo(typeof(IActionResult))
            ? null
            : $"is an HTTP function that returns {result.Name}: only IResult and IActionResult (or a task of one) reach the response";
    }

    public override ParameterBinder? Bind(ParameterInfo parameter)
    {
        if (parameter == Parameter)
        {
            return context => new ValueTask<object?>(context.HttpContext!.Request);
        }

        var type = parameter.ParameterType;
        if (parameter.IsDefined(typeof(FromBodyAttribute), inherit: false))
        {
            return context => ReadBodyAsync(context, type);
        }

        if (parameter.Name is not { } name || !_routeParameters.Contains(name))
        {
            return null;
        }

        var missing = DefaultOf(parameter);
        if (type == typeof(string))
        {
            return context => new ValueTask<object?>(Text(context, name) ?? missing);
        }

        var converter = TypeDescriptor.GetConverter(type);
        return !converter.CanConvertFrom(typeof(string))
            ? null
            : context => new ValueTask<object?>(
                Text(context, name) is { } text ? converter.ConvertFromInvariantString(text) : missing
            );
    }

    public override IReadOnlyDictionary<string, object?> BindingData(InvocationContext context) =>
        context.HttpContext!.Request.RouteValues.ToDictionary(StringComparer.OrdinalIgnoreCase);

    private static string? Text(InvocationContext context, string name) =>
        context.HttpContext!.Request.RouteValues.TryGetValue(name, out var value) ? value?.ToString() : null;

    private static object? DefaultOf(ParameterInfo parameter) =>
        parameter.HasDefaultValue && parameter.DefaultValue is { } value ? value
        : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType)
        : null;

    private static async ValueTask<object?> ReadBodyAsync(InvocationContext context, Type type)
    {
        var body = context.HttpContext!.Request.Body;
        if (type == typeof(string))
        {
            using var reader = new StreamReader(body, leaveOpen: true);
            return await reader.ReadToEndAsync(context.CancellationToken);
        }

        return await context.Pipeline.Serializer.DeserializeAsync(body, type, context.CancellationToken);
    }
}
