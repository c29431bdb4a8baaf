namespace PostgresWorker.Generators.Model;

/// <summary>The first parameter of a listener, which says what it wants.</summary>
/// <param name="Kind">Which changes.</param>
/// <param name="ParameterType">The parameter's type, as written in generated code.</param>
/// <param name="RowType">The row type, or that of a message's value, as written in generated code; null for what has none.</param>
/// <param name="ReaderType">The row type's reader, as written in generated code; null for what has no row.</param>
/// <param name="IsRowAnnotated">Whether the row type is written with <c>?</c> somewhere, which routes do without.</param>
internal sealed record ChangeParameterModel(ChangeKind Kind, string ParameterType, string? RowType, string? ReaderType, bool IsRowAnnotated)
{
    /// <summary>Whether it is about rows, typed or not, which a filter of the server's can leave out.</summary>
    public bool TakesRows => Kind.IsRow() || Kind == ChangeKind.Payload;
}

/// <summary>The types of the first parameter.</summary>
internal enum ChangeKind
{
    Change,
    Inserted,
    Updated,
    Deleted,
    Existing,
    Truncated,
    Payload,
    Message,
}

internal static class ChangeKinds
{
    /// <summary>Whether changes of the kind have a typed row.</summary>
    public static bool IsRow(this ChangeKind kind) => kind is ChangeKind.Change or ChangeKind.Inserted or ChangeKind.Updated or ChangeKind.Deleted or ChangeKind.Existing;
}
