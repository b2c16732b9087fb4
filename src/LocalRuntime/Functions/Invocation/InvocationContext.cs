using Atlas.LocalRuntime.Functions.Discovery;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.LocalRuntime.Functions.Invocation;

/// <summary>One run of one function. What only some functions ask for is made when they ask.</summary>
internal sealed class InvocationContext(
    InvocationPipeline pipeline,
    DiscoveredFunction function,
    object? trigger,
    CancellationToken cancellationToken
) : FunctionContext
{
    private string? _invocationId;
    private AsyncServiceScope? _scope;
    private IServiceProvider? _services;
    private IDictionary<object, object>? _items;
    private InvocationFeatures? _features;
    private InvocationTraceContext? _trace;
    private InvocationBindingContext? _binding;

    public DiscoveredFunction Function => function;

    public InvocationPipeline Pipeline => pipeline;

    public IServiceProvider RootServices => pipeline.Services;

    /// <summary>What set the function off; its binders know the type.</summary>
    public object? Trigger => trigger;

    public HttpContext? HttpContext { get; init; }

    /// <summary>True from the moment the middleware has let the call through to the function.</summary>
    public bool Entered { get; set; }

    public object? Result { get; set; }

    public override string InvocationId => _invocationId ??= Guid.CreateVersion7(pipeline.Time.GetUtcNow()).ToString();

    public override string FunctionId => function.Definition.Id;

    public override FunctionDefinition FunctionDefinition => function.Definition;

    public override CancellationToken CancellationToken => cancellationToken;

    public override TraceContext TraceContext => _trace ??= new InvocationTraceContext();

    public override BindingContext BindingContext =>
        _binding ??= new InvocationBindingContext(function.Trigger.BindingData(this));

    // As in the real worker, which has none where the function declares no retry.
    public override RetryContext RetryContext => null!;

    public override IInvocationFeatures Features => _features ??= new InvocationFeatures();

    public override IServiceProvider InstanceServices
    {
        get
        {
            if (_services is not null)
            {
                return _services;
            }

            if (HttpContext is not null)
            {
                return _services = HttpContext.RequestServices; // one scope for the request and its function
            }

            _scope = pipeline.Services.CreateAsyncScope();
            return _services = _scope.Value.ServiceProvider;
        }
        set => _services = value;
    }

    public override IDictionary<object, object> Items
    {
        get
        {
            if (_items is null)
            {
                _items = new Dictionary<object, object>();
                if (HttpContext is not null)
                {
                    _items[FunctionContextExtensions.HttpContextKey] = HttpContext;
                }
            }

            return _items;
        }
        set => _items = value;
    }

    public ValueTask DisposeAsync() => _scope?.DisposeAsync() ?? ValueTask.CompletedTask;
}
