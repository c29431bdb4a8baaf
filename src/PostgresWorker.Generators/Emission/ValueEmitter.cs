using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Emission;

/// <summary>Writes the expressions that read a value, and what the seam is told about it.</summary>
internal static class ValueEmitter
{
    private const string Seam = "global::PostgresWorker.Generated.";

    /// <summary>The expression that reads a value from <paramref name="source"/>, NULL included.</summary>
    public static string Read(ValueModel value, string source, string isNull, RowMembers members)
    {
        var present = ReadPresent(value, source, members);
        var whole = value.IsNullable ? $"{(IsJsonStruct(value) ? $"{source}.IsJsonNull" : isNull)} ? {Null(value)} : {present}" : present;

        // The reader's type arguments are without the '?' of the property's.
        return value is { Kind: ColumnKind.Composite, IsAnnotated: true } ? $"({whole})!" : whole;
    }

    /// <summary>The function that reads an element or a bound.</summary>
    public static string Func(ValueModel value, RowMembers members, string name) =>
        !value.IsNullable && members.Method(value) is { } method
            ? method
            : $"static (in {Seam}ValueReader {name}) => {Read(value, name, $"{name}.IsNull", members)}";

    /// <summary>The initializer of the value's shape; empty where the kind says all.</summary>
    public static string Shape(ValueModel value) => value switch
    {
        { Kind: ColumnKind.Array or ColumnKind.List or ColumnKind.Range, Element: { } element } =>
            $"Element = new({Seam}ColumnKind.{element.Kind}, {Texts.Boolean(element.IsNullable)}){Braces(Shape(element))}",
        { Reader: { } reader } => $"Fields = {reader}.Instance",
        _ => "",
    };

    public static string Braces(string initializer) => initializer.Length == 0 ? "" : $" {{ {initializer} }}";

    private static string ReadPresent(ValueModel value, string source, RowMembers members) => value.Kind switch
    {
        _ when members.Method(value) is { } method => $"{method}({source})",
        ColumnKind.Array or ColumnKind.List =>
            $"{source}.Get{value.Kind}<{value.Element!.AnnotatedType}>({Func(value.Element, members, "element")})",
        ColumnKind.Composite => $"{source}.GetComposite({value.Reader}.Instance)",
        ColumnKind.Json => $"{source}.Get{(value.IsNullable && value.IsReference ? "" : "Required")}Json({members.JsonType(value)})",
        ColumnKind.Hstore => $"{source}.Get{(value.Element!.IsNullable ? "" : "Required")}Hstore()",
        _ => $"{source}.Get{value.Kind}()",
    };

    // The null of JSON is a null class by itself, but no struct.
    private static bool IsJsonStruct(ValueModel value) => value is { Kind: ColumnKind.Json, IsReference: false };

    // A struct that converts from a class by itself would make a value of its own of null.
    private static string Null(ValueModel value) => value switch
    {
        { IsReference: true } or { Kind: <= ColumnKind.BigInteger } => "null",
        _ => $"default({value.AnnotatedType})",
    };
}
