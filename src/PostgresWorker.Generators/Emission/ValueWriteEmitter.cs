using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Emission;

/// <summary>Writes the expressions that write a value.</summary>
internal static class ValueWriteEmitter
{
    /// <summary>The call that writes <paramref name="source"/>, null included.</summary>
    /// <param name="value">What is written.</param>
    /// <param name="writer">The writer, as an expression.</param>
    /// <param name="source">The value, as an expression.</param>
    /// <param name="members">The reader's methods.</param>
    /// <param name="isForgiven">Whether the type of <paramref name="source"/> may have its <c>?</c> elsewhere.</param>
    public static string Write(ValueModel value, string writer, string source, RowMembers members, bool isForgiven = false) => value is { IsNullable: true, IsReference: false }
        ? $"{writer}.WriteNullable{(isForgiven ? $"<{value.Type}>" : "")}({source}{(isForgiven ? "!" : "")}, {Present(value, members)})"
        : WritePresent(value, writer, source, members, isForgiven);

    /// <summary>The function that writes an element or a bound.</summary>
    public static string Func(ValueModel value, RowMembers members, string name) =>
        (value.IsNullable ? null : Method(value, members)) ?? $"static ({name}, item) => {Write(value, name, "item", members)}";

    private static string Present(ValueModel value, RowMembers members) =>
        Method(value, members) ?? $"static (writer, present) => {WritePresent(value, "writer", "present", members)}";

    // The row's type arguments are without the '?' of the property's, and a method's are not.
    private static string? Method(ValueModel value, RowMembers members) => value.IsAnnotated ? null : members.WriteMethod(value);

    private static string WritePresent(ValueModel value, string writer, string source, RowMembers members, bool isForgiven = false)
    {
        var forgiven = isForgiven || value.IsAnnotated || value.Kind == ColumnKind.Hstore ? $"{source}!" : source;
        return value.Kind switch
        {
            _ when members.WriteMethod(value) is { } method => $"{method}({writer}, {forgiven})",
            ColumnKind.Array or ColumnKind.List => $"{writer}.WriteArray<{value.Element!.AnnotatedType}>({forgiven}, {Func(value.Element, members, "element")})",
            ColumnKind.Composite => $"{writer}.WriteComposite<{value.Type}>({forgiven}, {value.Reader}.Instance{(value.IsAnnotated ? "!" : "")})",
            ColumnKind.Json => $"{writer}.WriteJson<{value.Type}>({forgiven}, {members.JsonType(value)})",
            ColumnKind.Hstore => $"{writer}.WriteHstore({forgiven})",
            _ => $"{writer}.Write({source})",
        };
    }
}
