namespace PostgresWorker.Generators.Model;

/// <summary>A row type, or a composite's, and how to make one.</summary>
/// <param name="DisplayName">The type for people: <c>Shop.Order</c>.</param>
/// <param name="Type">The type, as written in generated code.</param>
/// <param name="Namespace">The namespace of type and reader, as written in generated code; empty for the global one.</param>
/// <param name="Reader">The reader's name.</param>
/// <param name="HintName">The generated file.</param>
/// <param name="Columns">The columns; first those of the constructor, in its order, then those of the object initializer.</param>
/// <param name="ConstructorArguments">How many of the columns go to the constructor.</param>
internal sealed record RowModel(
    string DisplayName,
    string Type,
    string Namespace,
    string Reader,
    string HintName,
    EquatableArray<ColumnModel> Columns,
    int ConstructorArguments)
{
    /// <summary>The composites within a row type, however deep, which have readers of their own; empty for a composite.</summary>
    public EquatableArray<RowModel> Composites { get; init; }

    /// <summary>The type with the <c>?</c> of its type arguments, which readers do without.</summary>
    public string AnnotatedType { get; init; } = Type;

    /// <summary>Ids that the compiler says of what is named to make one.</summary>
    public EquatableArray<string> Warnings { get; init; }

    public string ReaderType => Namespace.Length == 0 ? $"global::{Reader}" : $"global::{Namespace}.{Reader}";
}
