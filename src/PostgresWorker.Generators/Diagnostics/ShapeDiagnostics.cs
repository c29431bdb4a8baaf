using Microsoft.CodeAnalysis;

namespace PostgresWorker.Generators.Diagnostics;

/// <summary>What can be wrong with batches, transactions and the properties of the attribute.</summary>
internal static class ShapeDiagnostics
{
    private const string Listeners = "PostgresWorker.Listeners", Rows = "PostgresWorker.Rows";

    public static readonly DiagnosticDescriptor BatchType = Error(
        DiagnosticIds.BatchType,
        Listeners,
        "A batch is an IReadOnlyList",
        "'{0}' takes {1}, but a batch is handed over as IReadOnlyList<{2}>, which is what it is: in order, counted and not to be changed");

    public static readonly DiagnosticDescriptor NotABatch = Error(
        DiagnosticIds.NotABatch,
        Listeners,
        "[Batch] is for listeners of batches",
        "'{0}' has [Batch] but takes {1}, so it is called for each change; take IReadOnlyList<{1}> or remove [Batch]");

    public static readonly DiagnosticDescriptor BatchLimits = Error(
        DiagnosticIds.BatchLimits,
        Listeners,
        "A batch has limits that can be kept",
        "{0} of the batches of '{1}' is {2}; it must be from {3} to {4}");

    public static readonly DiagnosticDescriptor BatchContext = Error(
        DiagnosticIds.BatchContext,
        Listeners,
        "The changes of a batch have a context each",
        "'{0}' takes a batch, whose changes have a context each, so '{1}' would be of none; remove it and use Context of the changes");

    public static readonly DiagnosticDescriptor Transaction = Error(
        DiagnosticIds.Transaction,
        Listeners,
        "A listener takes one NpgsqlTransaction",
        "'{0}' can't take '{1}': {2}; take one NpgsqlTransaction, which the worker begins for each call and commits when that succeeds");

    public static readonly DiagnosticDescriptor TransactionEnded = Error(
        DiagnosticIds.TransactionEnded,
        Listeners,
        "The worker ends a listener's transaction",
        "'{0}' calls {1} on the transaction it was handed, which the worker commits when the whole call has succeeded; return to commit, throw to roll back, or use a savepoint to undo a part");

    public static readonly DiagnosticDescriptor WhereDiffers = Error(
        DiagnosticIds.WhereDiffers,
        Listeners,
        "The listeners of a table say one Where",
        "'{0}' says {1} for table {2}, but '{3}' says {4}; a table has one row filter in a publication, so all listeners of the table must say the same, or be of sources of their own",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor EmptyWhere = Error(
        DiagnosticIds.EmptyWhere,
        Listeners,
        "Where is a condition",
        "Where of '{0}' is empty; write an SQL condition over the table's columns, or leave it out for all rows");

    public static readonly DiagnosticDescriptor NoSuchColumn = Error(
        DiagnosticIds.NoSuchColumn,
        Rows,
        "WhenChanged and OrderBy name properties that are columns",
        "{0} names '{1}', which is no property of row type '{2}' that is read from a column; name one with nameof");

    public static readonly DiagnosticDescriptor NoUpdates = Error(
        DiagnosticIds.NoUpdates,
        Rows,
        "WhenChanged is for listeners of updates",
        "'{0}' takes no updates of rows, so WhenChanged would change nothing; take Change<T> or Updated<T>, or remove it");

    public static readonly DiagnosticDescriptor NothingWatched = Error(
        DiagnosticIds.NothingWatched,
        Rows,
        "WhenChanged names a property",
        "WhenChanged of '{0}' is empty, so no update would ever be delivered; name properties with nameof, or leave it out for every update");

    public static readonly DiagnosticDescriptor NoRows = Error(
        DiagnosticIds.NoRows,
        Rows,
        "OrderBy and Where are for listeners of rows",
        "{0} is over a row's columns, but '{1}' takes no typed rows; remove it");

    private static DiagnosticDescriptor Error(string id, string category, string title, string message, params string[] tags) => new(
        id,
        title,
        message,
        category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: null,
        Descriptor.Page(id),
        tags);
}
