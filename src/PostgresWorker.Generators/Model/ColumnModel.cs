namespace PostgresWorker.Generators.Model;

/// <summary>A column that a row type declares, or a field that a composite does.</summary>
/// <param name="Name">The column's name in the table.</param>
/// <param name="Property">The property's name.</param>
/// <param name="Value">What is read.</param>
/// <param name="AcceptsUnchanged">Whether the property is an <c>Unchanged</c> of the value.</param>
internal sealed record ColumnModel(string Name, string Property, ValueModel Value, bool AcceptsUnchanged)
{
    /// <summary>Whether generated code can ask the property for its value.</summary>
    public bool IsReadable { get; init; } = true;

    /// <summary>Whether the property's type has its <c>?</c> elsewhere than that of the constructor's parameter, which counts.</summary>
    public bool IsOtherwiseAnnotated { get; init; }

    /// <summary>The property's type, as written in generated code.</summary>
    public string Type => AcceptsUnchanged ? $"global::PostgresWorker.Unchanged<{Value.AnnotatedType}>" : Value.AnnotatedType;
}
