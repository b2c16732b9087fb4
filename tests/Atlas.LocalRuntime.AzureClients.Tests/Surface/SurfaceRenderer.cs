using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Atlas.LocalRuntime.AzureClients.Tests.Surface;

/// <summary>Writes what reflection sees of a type in the notation of surface.txt.</summary>
internal static class SurfaceRenderer
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // Every type has these, and a record's come from the compiler.
    private static readonly HashSet<string> s_implied =
    [
        "Equals",
        "GetHashCode",
        "ToString",
        "Deconstruct",
        "PrintMembers",
        "EqualityContract",
        "op_Equality",
        "op_Inequality",
        "<Clone>$",
    ];

    public static string NameOf(Type type) => $"{type.Namespace}.{AnnotatedType.Write(type)}";

    /// <summary>Modifiers and kind: <c>sealed class</c>, <c>record</c>, <c>enum</c>, …</summary>
    public static string KindOf(Type type)
    {
        if (type.IsEnum)
        {
            return "enum";
        }

        if (type.IsInterface)
        {
            return "interface";
        }

        if (type.IsValueType)
        {
            return "struct";
        }

        var kind = type.GetMethod("<Clone>$", Declared) is null ? "class" : "record";
        var modifier = (type.IsAbstract, type.IsSealed) switch
        {
            (true, true) => "static ",
            (true, false) => "abstract ",
            (false, true) => "sealed ",
            _ => "",
        };
        return modifier + kind;
    }

    public static IReadOnlyList<string> MembersOf(Type type)
    {
        if (type.IsEnum)
        {
            var values = Enum.GetNames(type)
                .Select(name => $"{name}={Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}");
            return [string.Join(", ", values)];
        }

        if (type.IsSubclassOf(typeof(Delegate)))
        {
            var invoke = type.GetMethod("Invoke")!;
            return
            [
                $"delegate {AnnotatedType.Write(invoke.ReturnParameter)} {NameOf(type).Split('.')[^1]}({Parameters(invoke)})",
            ];
        }

        return
        [
            .. type.GetConstructors(Declared)
                .Where(IsVisible)
                .Where(made => !IsCopy(made))
                .Select(made => Constructor(type, made)),
            .. type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily).Select(Field),
            .. type.GetProperties(Declared).Where(IsVisible).Select(Property),
            .. type.GetMethods(Declared).Where(IsVisible).Where(method => !IsAccessor(method)).Select(Method),
        ];
    }

    public static bool IsVisible(MethodBase? method) =>
        method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    private static bool IsVisible(PropertyInfo property) =>
        !s_implied.Contains(property.Name) && property.GetAccessors(nonPublic: true).Any(IsVisible);

    private static bool IsAccessor(MethodInfo method) =>
        s_implied.Contains(method.Name) || (method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal));

    private static bool IsCopy(ConstructorInfo constructor) =>
        constructor.GetParameters() is [var only]
        && only.ParameterType == constructor.DeclaringType
        && constructor.DeclaringType!.GetMethod("<Clone>$", Declared) is not null;

    private static string Constructor(Type type, ConstructorInfo constructor) =>
        $"{Access(constructor)}{type.Name.Split('`')[0]}({Parameters(constructor)})";

    private static string Field(FieldInfo field)
    {
        var modifier =
            field.IsLiteral ? "const "
            : field.IsStatic ? "static "
            : "";
        return $"{(field.IsPublic ? "" : "protected ")}{modifier}{AnnotatedType.Write(field)} {field.Name}";
    }

    private static string Property(PropertyInfo property)
    {
        var getter = IsVisible(property.GetMethod) ? property.GetMethod : null;
        var setter = IsVisible(property.SetMethod) ? property.SetMethod : null;
        var accessor = (getter ?? setter)!;
        var type = getter is not null
            ? AnnotatedType.Write(getter.ReturnParameter)
            : AnnotatedType.Write(setter!.GetParameters()[^1]);
        var index = property.GetIndexParameters() is { Length: > 0 } parameters
            ? $"[{string.Join(", ", parameters.Select(Parameter))}]"
            : "";
        var isInit = setter?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) is true;
        var inner = setter is { IsFamily: true } && getter is { IsPublic: true } ? "protected " : "";
        var set = setter is null ? "" : $"{inner}{(isInit ? "init" : "set")}; ";
        return $"{Access(accessor)}{Modifier(accessor)}{type} {property.Name}{index} {{ {(getter is null ? "" : "get; ")}{set}}}";
    }

    private static string Method(MethodInfo method)
    {
        var isExtension = method.IsDefined(typeof(ExtensionAttribute));
        var generics = method.IsGenericMethodDefinition
            ? $"<{string.Join(',', method.GetGenericArguments().Select(argument => argument.Name))}>"
            : "";
        var modifier = isExtension ? "static ext " : Modifier(method);
        var parameters = (isExtension ? "this " : "") + Parameters(method);
        return $"{Access(method)}{modifier}{AnnotatedType.Write(method.ReturnParameter)} {method.Name}{generics}({parameters}){Constraints(method)}";
    }

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Modifier(MethodInfo method)
    {
        if (method.IsStatic)
        {
            return "static ";
        }

        if (method.DeclaringType!.IsInterface)
        {
            return "";
        }

        var isOverride = method.GetBaseDefinition() != method;
        return method switch
        {
            { IsAbstract: true } => "abstract ",
            _ when isOverride => "override ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => "",
        };
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var prefix =
            parameter.IsOut ? "out "
            : parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params "
            : "";
        return $"{prefix}{AnnotatedType.Write(parameter)} {parameter.Name}{Default(parameter)}";
    }

    private static string Default(ParameterInfo parameter)
    {
        if (!parameter.HasDefaultValue)
        {
            return "";
        }

        var type = parameter.ParameterType;
        return " = "
            + parameter.RawDefaultValue switch
            {
                null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
                bool value => value ? "true" : "false",
                string value => $"\"{value}\"",
                var value when type.IsEnum => Enum.GetName(type, value),
                var value => Convert.ToString(value, CultureInfo.InvariantCulture),
            };
    }

    private static string Constraints(MethodInfo method)
    {
        if (!method.IsGenericMethodDefinition)
        {
            return "";
        }

        var texts = method
            .GetGenericArguments()
            .Select(argument => (argument.Name, Bounds: Bounds(argument)))
            .Where(argument => argument.Bounds.Length > 0)
            .Select(argument => $" where {argument.Name}: {argument.Bounds}");
        return string.Concat(texts);
    }

    private static string Bounds(Type argument)
    {
        var isClass = argument.GenericParameterAttributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint);
        return string.Join(
            ", ",
            (isClass ? ["class"] : Enumerable.Empty<string>()).Concat(
                argument.GetGenericParameterConstraints().Select(constraint => AnnotatedType.Write(constraint))
            )
        );
    }
}
