using System.Reflection;
using System.Runtime.CompilerServices;

namespace Atlas.LocalRuntime.AzureClients.Tests.Surface;

/// <summary>Writes a type with the nullable annotations that the compiler stored beside it, one byte per reference.</summary>
internal sealed class AnnotatedType
{
    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(double)] = "double",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    private readonly byte[] _flags;
    private int _next;

    private AnnotatedType(byte[] flags) => _flags = flags;

    public static string Write(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        var flags = parameter.GetCustomAttribute<NullableAttribute>()?.NullableFlags ?? [Context(parameter.Member)];
        return new AnnotatedType(flags).Render(type.IsByRef ? type.GetElementType()! : type);
    }

    public static string Write(FieldInfo field) =>
        new AnnotatedType(field.GetCustomAttribute<NullableAttribute>()?.NullableFlags ?? [Context(field)]).Render(
            field.FieldType
        );

    public static string Write(Type type) => new AnnotatedType([0]).Render(type);

    /// <summary>Whether nothing in the type of the parameter is annotated, neither as nullable nor as not null.</summary>
    public static bool IsOblivious(ParameterInfo parameter)
    {
        var flags = parameter.GetCustomAttribute<NullableAttribute>()?.NullableFlags ?? [Context(parameter.Member)];
        return Array.TrueForAll(flags, flag => flag == 0) || !HasReference(parameter.ParameterType);
    }

    private static bool HasReference(Type type) =>
        !type.IsValueType || (type.IsGenericType && type.GetGenericArguments().Any(HasReference));

    private static byte Context(MemberInfo? member)
    {
        for (; member is not null; member = member.DeclaringType)
        {
            if (member.GetCustomAttribute<NullableContextAttribute>() is { } context)
            {
                return context.Flag;
            }
        }

        return 0;
    }

    private string Render(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Render(underlying) + "?";
        }

        if (type.IsValueType && !type.IsGenericType)
        {
            return NameOf(type);
        }

        var mark = Take() == 2 ? "?" : "";
        if (type.IsArray)
        {
            return $"{Render(type.GetElementType()!)}[]{mark}";
        }

        if (!type.IsGenericType)
        {
            return NameOf(type) + mark;
        }

        var arguments = type.GetGenericArguments().Select(Render).ToArray();
        return $"{NameOf(type)}<{string.Join(',', arguments)}>{(type.IsValueType ? "" : mark)}";
    }

    private byte Take() => _flags.Length == 1 ? _flags[0] : _flags[_next++];

    private static string NameOf(Type type)
    {
        if (s_keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        var name = type.Name.Split('`')[0];
        return type is { IsNested: true, IsGenericParameter: false } ? $"{NameOf(type.DeclaringType!)}.{name}" : name;
    }
}
