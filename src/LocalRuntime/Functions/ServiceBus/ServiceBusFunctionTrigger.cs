using System.Reflection;
using Atlas.LocalRuntime.Functions.Discovery;
using Atlas.LocalRuntime.Functions.Invocation;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.LocalRuntime.Functions.ServiceBus;

internal sealed class ServiceBusFunctionTrigger(ParameterInfo parameter, ServiceBusTriggerAttribute attribute)
    : FunctionTrigger(parameter)
{
    public ServiceBusTriggerAttribute Attribute => attribute;

    public override string BindingType => "serviceBusTrigger";

    public override string? Refusal(MethodInfo method) =>
        attribute.IsBatched && !Parameter.ParameterType.IsArray
            ? "is batched: its [ServiceBusTrigger] parameter must be an array"
            : null;

    public override ParameterBinder? Bind(ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(ServiceBusMessageActions))
        {
            return context => new ValueTask<object?>(Delivery(context).Actions);
        }

        if (parameter != Parameter)
        {
            return null;
        }

        var type = parameter.ParameterType;
        if (!attribute.IsBatched)
        {
            return context => ReadAsync(context, Delivery(context).Messages[0], type);
        }

        return type == typeof(ServiceBusReceivedMessage[])
            ? context => new ValueTask<object?>(Delivery(context).Messages.ToArray())
            : context => ReadAllAsync(context, type.GetElementType()!);
    }

    public override IReadOnlyDictionary<string, object?> BindingData(InvocationContext context) =>
        Delivery(context).Messages is [var message]
            ? new Dictionary<string, object?>
            {
                ["MessageId"] = message.MessageId,
                ["DeliveryCount"] = message.DeliveryCount,
                ["CorrelationId"] = message.CorrelationId,
                ["Subject"] = message.Subject,
            }
            : base.BindingData(context);

    private static Delivery Delivery(InvocationContext context) => (Delivery)context.Trigger!;

    private static async ValueTask<object?> ReadAsync(InvocationContext context, ServiceBusReceivedMessage message, Type type)
    {
        if (type == typeof(ServiceBusReceivedMessage))
        {
            return message;
        }

        if (type == typeof(string))
        {
            return message.Body.ToString();
        }

        if (type == typeof(BinaryData))
        {
            return message.Body;
        }

        return type == typeof(byte[])
            ? message.Body.ToArray()
            : await context.Pipeline.Serializer.DeserializeAsync(message.Body.ToStream(), type, context.CancellationToken);
    }

    private static async ValueTask<object?> ReadAllAsync(InvocationContext context, Type type)
    {
        var messages = Delivery(context).Messages;
        var items = Array.CreateInstance(type, messages.Count);
        for (var i = 0; i < messages.Count; i++)
        {
            items.SetValue(await ReadAsync(context, messages[i], type), i);
        }

        return items;
    }
}
