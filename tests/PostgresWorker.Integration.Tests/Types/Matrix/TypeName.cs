namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>C# types for people.</summary>
internal static class TypeName
{
    public static string Of(Type type) =>
        type.IsArray ? $"{Of(type.GetElementType()!)}[]"
        : Nullable.GetUnderlyingType(type) is { } underlying ? $"{Of(underlying)}?"
        : type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
        : type.Name;
}
