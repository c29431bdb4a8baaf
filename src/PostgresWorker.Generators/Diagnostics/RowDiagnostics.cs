using Microsoft.CodeAnalysis;

namespace PostgresWorker.Generators.Diagnostics;

/// <summary>What can be wrong with a row type.</summary>
internal static class RowDiagnostics
{
    private const string Category = "PostgresWorker.Rows";

    public static readonly DiagnosticDescriptor ColumnType = new(
        DiagnosticIds.ColumnType,
        "A column's type has a reader",
        "'{0}.{1}' is {2}, which no column can be read into; {3}, or mark it [NotMapped]",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.ColumnType));

    public static readonly DiagnosticDescriptor NoConstructor = new(
        DiagnosticIds.NoConstructor,
        "A row has a usable constructor",
        "'{0}' has no usable constructor: {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.NoConstructor));

    public static readonly DiagnosticDescriptor AmbiguousConstructor = new(
        DiagnosticIds.AmbiguousConstructor,
        "A row's constructor is not ambiguous",
        "'{0}' has more than one constructor of {1} parameters that are all properties; make all but one private, or add a parameter to one",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.AmbiguousConstructor));

    public static readonly DiagnosticDescriptor NoColumns = new(
        DiagnosticIds.NoColumns,
        "A row has columns",
        "'{0}' declares no column; give it public properties that can be set, or a constructor whose parameters are its properties",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.NoColumns));

    public static readonly DiagnosticDescriptor Inaccessible = new(
        DiagnosticIds.InaccessibleRow,
        "A row type is at least internal",
        "Row type '{0}' must be internal or public so that generated code can make rows of it",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.InaccessibleRow));

    public static readonly DiagnosticDescriptor SameColumn = new(
        DiagnosticIds.SameColumn,
        "Each property is its own column",
        "'{0}' and '{1}' of '{2}' are both column '{3}'; give one another name with [Column(\"...\")], or mark it [NotMapped]",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.SameColumn));

    public static readonly DiagnosticDescriptor NotARow = new(
        DiagnosticIds.NotARow,
        "A row is a record, class or struct",
        "'{0}' can't be a row; take a record, class or struct of your own with a property for each column",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.NotARow));

    public static readonly DiagnosticDescriptor SameLabel = new(
        DiagnosticIds.SameLabel,
        "Each member of an enum has its own label",
        "'{1}' and '{2}' of enum '{0}' both have the label '{3}'; give one another label with [PgName(\"...\")]",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.SameLabel));

    public static readonly DiagnosticDescriptor RequiredIsNoColumn = new(
        DiagnosticIds.RequiredIsNoColumn,
        "A required member of a row is a column",
        "Required member '{0}' of row type '{1}' is no column, so no row could be made; make it a public property that can be set, or not required",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.RequiredIsNoColumn));

    public static readonly DiagnosticDescriptor LossyColumn = new(
        DiagnosticIds.LossyColumn,
        "A property does not round its column",
        "'{0}.{1}' is {2}, which rounds {3}, so the worker refuses it at start; declare it as {4}",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.LossyColumn));

    public static readonly DiagnosticDescriptor ColumnCannotHold = new(
        DiagnosticIds.ColumnCannotHold,
        "A property holds what its column is",
        "'{0}.{1}' is {2}, which can't hold every value of {3}; declare it as {4}, or as string",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.ColumnCannotHold));

    public static readonly DiagnosticDescriptor DeletedColumns = new(
        DiagnosticIds.DeletedColumns,
        "A deleted row has its key",
        "'{0}' takes Deleted<{1}>, but a delete carries only the replica identity, by default the primary key; leave {2} out of the row type, mark with [Key] what is key, or set REPLICA IDENTITY FULL",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.DeletedColumns));

    public static readonly DiagnosticDescriptor JsonContext = new(
        DiagnosticIds.JsonContext,
        "JSON is read by a JsonSerializerContext",
        "'{0}' can't read '{2}.{3}': {1}; name an internal or public partial class that derives from JsonSerializerContext",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.JsonContext));

    public static readonly DiagnosticDescriptor JsonNotListed = new(
        DiagnosticIds.JsonNotListed,
        "A JSON context lists the type that it reads",
        "'{0}' does not list {1}, the type of '{2}.{3}'; add [JsonSerializable(typeof({1}))] to it",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.JsonNotListed));

    public static readonly DiagnosticDescriptor RecursiveComposite = new(
        DiagnosticIds.RecursiveComposite,
        "A composite is not part of itself",
        "'{0}.{1}' makes '{2}' part of itself, which Postgres has no such type for; leave the property out with [NotMapped]",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.RecursiveComposite));
}
